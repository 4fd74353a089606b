// A range of days drawn over the bars of the timeline.
import { brushX } from "d3-brush";
import { select } from "d3-selection";

const DAY = 86_400_000;

export function drawBrush(chosen) {
  const section = document.querySelector("#timeline");
  const bars = section?.querySelector(".bars");
  if (!bars) return;
  const first = Date.parse(section.dataset.first);
  const whole = Date.parse(section.dataset.last) - first + DAY;
  const width = bars.clientWidth;
  const height = bars.clientHeight;
  if (!width || !(whole > 0)) return;
  section.querySelector(".brush")?.remove();
  const layer = select(section).append("svg").attr("class", "brush").attr("aria-hidden", "true").attr("viewBox", `0 0 ${width} ${height}`);
  const at = (day) => ((Date.parse(day) - first) / whole) * width;
  const day = (x) => new Date(first + Math.min(Math.max(Math.round((x / width) * whole / DAY), 0), whole / DAY) * DAY);
  const written = (date) => date.toISOString().slice(0, 10);
  const brush = brushX().extent([[0, 0], [width, height]]).on("end", (event) => {
    if (!event.sourceEvent) return;
    if (!event.selection) {
      // A plain click is meant for the bar below it.
      const source = event.sourceEvent;
      layer.style("display", "none");
      const below = document.elementFromPoint(source.clientX, source.clientY)?.closest?.("a");
      layer.style("display", null);
      if (below) below.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true }));
      else if (section.dataset.from) chosen(null, null);
      return;
    }
    const [from, to] = event.selection;
    const start = day(from);
    const end = new Date(Math.max(day(to) - DAY, start));
    chosen(written(start), written(end));
  });
  layer.append("g").call(brush);
  if (section.dataset.from) {
    const from = Math.max(at(section.dataset.from), 0);
    const to = Math.min(at(section.dataset.to) + (DAY / whole) * width, width);
    if (to > from) layer.select("g").call(brush.move, [from, to]);
  }
}
