// What stands on one spot of the map, spread out around it on legs: in the view only, each sign leads to its page.
const BESIDE = 8;
const SVG = "http://www.w3.org/2000/svg";

// Where the signs stand, in pixels from the spot: a circle, or a spiral where they are many.
export function legs(count) {
  if (count <= BESIDE + 4) {
    const radius = Math.max(46, (count * 30) / (2 * Math.PI));
    return Array.from({ length: count }, (_, place) => {
      const turn = ((place + 0.5) / count) * 2 * Math.PI - Math.PI / 2;
      return [radius * Math.cos(turn), radius * Math.sin(turn)];
    });
  }
  const out = [];
  let turn = 0;
  let radius = 34;
  for (let place = 0; place < count; place += 1) {
    turn += 27 / radius;
    radius += 27 / turn / 2.6;
    out.push([radius * Math.cos(turn), radius * Math.sin(turn)]);
  }
  return out;
}

export function spread(library, map, where, members, close) {
  const holder = document.createElement("div");
  holder.className = members.length <= BESIDE ? "spread named" : "spread";
  holder.setAttribute("role", "group");
  holder.setAttribute("aria-label", "On this spot");
  const lines = document.createElementNS(SVG, "svg");
  lines.setAttribute("aria-hidden", "true");
  holder.append(lines);
  const places = legs(members.length);
  members.forEach((one, place) => {
    const [x, y] = places[place];
    const line = document.createElementNS(SVG, "line");
    line.setAttribute("x2", x);
    line.setAttribute("y2", y);
    lines.append(line);
    const link = document.createElement("a");
    link.href = one.address;
    link.className = x < 0 ? "before" : "after";
    link.style.left = `${x}px`;
    link.style.top = `${y}px`;
    const sign = document.createElement("i");
    sign.className = `sign ${one.class}`;
    const words = document.createElement("span");
    words.dir = "auto";
    words.textContent = one.label;
    const more = document.createElement("small");
    more.textContent = [one.days, one.precision].filter(Boolean).join(" · ");
    words.append(more);
    link.append(sign, words);
    holder.append(link);
  });
  holder.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    close();
    map.getCanvas().focus();
  });
  holder.addEventListener("click", (event) => event.stopPropagation());
  return new library.Marker({ element: holder, anchor: "top-left" }).setLngLat(where).addTo(map);
}
