// Steps of a job as they happen; without this the page reloads itself.
const section = document.querySelector(".job");
const list = document.querySelector("#steps");
const state = document.querySelector("#state");
const stream = new EventSource(section.dataset.steps);
const seen = Number(section.dataset.seen);

function show(event) {
  if (Number(event.lastEventId) < seen) return;
  const step = JSON.parse(event.data);
  const line = document.createElement("li");
  line.className = step.kind;
  if (step.kind === "error") {
    const tag = document.createElement("span");
    tag.className = "tag bad";
    tag.textContent = "error";
    line.append(tag, " ");
  }
  const words = document.createElement(step.address ? "a" : "span");
  if (step.address) words.href = step.address;
  words.dir = "auto";
  words.textContent = step.text;
  line.append(words);
  list.append(line);
  if (state.textContent === "waiting") state.textContent = "running";
}

stream.addEventListener("step", show);
stream.addEventListener("end", (event) => {
  show(event);
  stream.close();
  state.textContent = JSON.parse(event.data).text.startsWith("Done") ? "done" : "failed";
});
