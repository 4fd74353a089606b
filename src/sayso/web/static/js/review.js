// Review by keys, words marked with the mouse, and search as one types. Every page works without this module.
const STORE = "sayso-keys";
const NAMES = {
  accept: "accept, next", reject: "reject", next: "later", previous: "before", undo: "undo mine", kind: "what", actor: "who",
  target: "to whom", weapon: "with", place: "where", when: "when", counts: "how many", status: "status", hedged: "hedged",
  background: "background", sources: "on whose word", basis: "evidence named", trigger: "trigger", evidence: "sentence",
  note: "note", merge: "same or other event", add: "add a claim", help: "keys",
};
const DEFAULTS = {
  accept: "a", reject: "r", next: "n", previous: "p", undo: "u", kind: "k", actor: "w", target: "t", weapon: "g", place: "l",
  when: "d", counts: "c", status: "s", hedged: "h", background: "b", sources: "o", basis: "e", trigger: "i", evidence: "v",
  note: "m", merge: "j", add: "+", help: "?",
};
let keys = read();
let waiting = null;

function read() {
  let own = {};
  try {
    own = JSON.parse(localStorage.getItem(STORE) ?? "{}") ?? {};
  } catch { /* a browser that keeps nothing, or somebody else's value */ }
  const found = { ...DEFAULTS };
  for (const name of Object.keys(DEFAULTS)) {
    if (typeof own[name] === "string" && own[name].length === 1) found[name] = own[name];
  }
  return found;
}

function show() {
  for (const one of document.querySelectorAll("[data-kbd]")) one.textContent = keys[one.dataset.kbd] ?? "";
  const list = document.querySelector(".keylist");
  if (!list) return;
  list.replaceChildren(...Object.entries(NAMES).map(([name, told]) => {
    const item = document.createElement("li");
    const button = document.createElement("button");
    const key = document.createElement("kbd");
    key.textContent = keys[name];
    button.type = "button";
    button.dataset.rebind = name;
    button.append(key, ` ${told}`);
    item.append(button);
    return item;
  }));
}

function say(words) {
  document.getElementById("keys-said").textContent = words;
}

function rebind(name, key) {
  const taken = Object.keys(keys).find((other) => keys[other] === key && other !== name);
  if (taken) keys[taken] = keys[name];
  keys[name] = key;
  try {
    localStorage.setItem(STORE, JSON.stringify(keys));
  } catch { /* kept for this page only */ }
  say(`${NAMES[name]} is ${key}${taken ? `; ${NAMES[taken]} is ${keys[taken]}` : ""}`);
  show();
  document.querySelector(`[data-rebind="${name}"]`)?.focus();
}

function act(name) {
  if (name === "help") {
    document.getElementById("keys")?.showModal();
    return true;
  }
  const target = document.querySelector(`[data-action="${name}"]`);
  if (!target) return false;
  if (target.tagName === "SUMMARY") {
    const editor = target.parentElement;
    editor.open = !editor.open;
    if (editor.open) enter(editor);
    else target.focus();
  } else {
    target.click();
  }
  return true;
}

function enter(editor) {
  for (const other of document.querySelectorAll(".editor[open]")) if (other !== editor) other.open = false;
  const field = editor.querySelector("select, textarea, input:not([type=hidden]):not([type=radio]), input[type=radio]");
  field?.focus();
  field?.select?.();
}

const typing = (node) => node.closest?.("input:not([type=radio]):not([type=checkbox]), textarea, select, [contenteditable]");

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (waiting) {
    event.preventDefault();
    const name = waiting;
    if (event.key.length !== 1 && event.key !== "Escape") return;
    waiting = null;
    if (event.key === "Escape" || event.key === " ") {
      say("As it was.");
      show();
    } else {
      rebind(name, event.key);
    }
    return;
  }
  if (document.querySelector("dialog[open]")) return;
  if (event.key === "Escape") {
    const editor = event.target.closest?.(".editor[open]");
    if (editor) {
      editor.open = false;
      editor.querySelector("summary").focus();
    }
    return;
  }
  if (typing(event.target) || event.repeat) return;
  const name = Object.keys(keys).find((one) => keys[one] === event.key);
  if (name && act(name)) event.preventDefault();
});

document.addEventListener("click", (event) => {
  if (event.target.closest?.("button[data-action=help]")) act("help");
  const choice = event.target.closest?.("[data-rebind]");
  if (choice) {
    waiting = choice.dataset.rebind;
    choice.classList.add("waiting");
    say(`Press the key for: ${NAMES[waiting]}.`);
  }
});

document.getElementById("keys-close")?.addEventListener("click", () => document.getElementById("keys").close());
document.getElementById("keys-reset")?.addEventListener("click", () => {
  keys = { ...DEFAULTS };
  try {
    localStorage.removeItem(STORE);
  } catch { /* nothing was kept */ }
  say("All keys are as they were.");
  show();
});

// One editor is open at a time, and takes the keyboard.
for (const editor of document.querySelectorAll(".editor")) {
  editor.querySelector("summary").addEventListener("click", () => setTimeout(() => editor.open && enter(editor)));
}

// A form is sent once.
document.addEventListener("submit", (event) => {
  if (event.target.dataset.sent) event.preventDefault();
  event.target.dataset.sent = "1";
});
addEventListener("pageshow", () => {
  for (const form of document.forms) delete form.dataset.sent;
});

// Words that are marked in the text go into the open editor, with their offsets in code points.
const count = (text) => [...text].length;

function offset(node, at) {
  const line = (node.nodeType === 1 ? node : node.parentElement)?.closest("[data-start]");
  if (!line) return null;
  const range = document.createRange();
  range.setStart(line, 0);
  range.setEnd(node, at);
  return Number(line.dataset.start) + count(range.toString());
}

let last = null;
document.addEventListener("focusin", (event) => {
  if (event.target.matches?.("input.words, input.chain")) last = event.target;
});

document.getElementById("text")?.addEventListener("pointerup", () => setTimeout(() => {
  const chosen = getSelection();
  if (!chosen || chosen.isCollapsed) return;
  const range = chosen.getRangeAt(0);
  let start = offset(range.startContainer, range.startOffset);
  let end = offset(range.endContainer, range.endOffset);
  let words = range.toString();
  if (start === null || end === null || end <= start) return;
  start += count(words) - count(words.trimStart());
  end -= count(words) - count(words.trimEnd());
  words = words.trim();
  if (!words) return;
  const form = document.querySelector(".editor[open] form.edit") ?? document.querySelector("form.adding");
  const field = form?.querySelector("input.chain") ?? (form?.contains(last) ? last : form?.querySelector("input.words"));
  if (!field) return;
  if (field.classList.contains("chain") && field.value.trim()) field.value = `${field.value.trim()} < ${words}`;
  else field.value = words;
  const span = form.querySelector("input.span");
  if (span) span.value = `${start}:${end}`;
  field.focus();
}));

// Places are shown on a map beside their list; it is fetched when it is first needed.
async function drawPlaces(form) {
  const holder = form?.querySelector(".placemap");
  if (!holder) return;
  const { showPlaces } = await import("./reviewmap.js");
  showPlaces(holder, [...form.querySelectorAll(".found .option")]);
}

for (const editor of document.querySelectorAll('.editor[data-slot="place"]')) {
  editor.addEventListener("toggle", () => { if (editor.open) drawPlaces(editor.querySelector("form")); });
}

// A name that is typed is looked up; what is picked brings its id along.
const label = (kind, one) => kind === "places"
  ? [one.admin1, one.country, one.feature, one.lat === null ? "" : `${one.lat.toFixed(2)}, ${one.lon.toFixed(2)}`].filter(Boolean).join(", ")
  : [one.type.replaceAll("-", " "), one.country].filter(Boolean).join(", ");

for (const field of document.querySelectorAll("[data-search]")) {
  const kind = field.dataset.search;
  const form = field.closest("form");
  const found = form.querySelector(".found");
  const told = found.nextElementSibling;
  const hidden = form.querySelector(`input[type=hidden][name=${kind === "places" ? "geonameid" : "id"}]`);
  let timer = 0;
  let latest = 0;
  field.addEventListener("input", () => {
    hidden.value = "";
    clearTimeout(timer);
    timer = setTimeout(look, 150);
  });
  async function look() {
    const mine = ++latest;
    const words = field.value.trim();
    let rows = [];
    if (words.length > 1) {
      try {
        const answer = await fetch(`/review/search/${kind}.json?q=${encodeURIComponent(words)}`);
        rows = answer.ok ? await answer.json() : [];
      } catch { /* the name alone can still be saved */ }
    }
    if (mine !== latest) return;
    found.replaceChildren(...rows.filter((one) => one.geonameid ?? one.id).slice(0, 12).map((one) => {
      const option = document.createElement("label");
      const input = document.createElement("input");
      const more = document.createElement("span");
      option.className = "option";
      input.type = "radio";
      input.name = `pick-${kind}`;
      input.value = String(one.geonameid ?? one.id);
      input.addEventListener("change", () => { hidden.value = input.value; });
      more.className = "soft small";
      more.textContent = label(kind, one);
      if (kind === "places" && one.lat !== null) Object.assign(option.dataset, { lat: one.lat, lon: one.lon });
      option.append(input, ` ${one.name} `, more);
      return option;
    }));
    drawPlaces(form);
    told.textContent = words ? `${found.children.length} found` : "";
  }
  field.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" && found.querySelector("input")) {
      event.preventDefault();
      const first = found.querySelector("input");
      first.focus();
      first.click();
    }
  });
}

document.documentElement.classList.add("scripted");
show();
const text = document.querySelector(".source");
const here = document.getElementById("here");
if (text && here && text.scrollHeight > text.clientHeight) text.scrollTop = here.offsetTop - text.clientHeight / 3;
for (const open of document.querySelectorAll(".editor[open]")) {
  enter(open);
  drawPlaces(open.querySelector("form"));
}
for (const slot of document.querySelectorAll(".slot[data-slot]")) {
  const marks = () => document.querySelectorAll(`#text mark.${CSS.escape(slot.dataset.slot)}`);
  for (const kind of ["pointerenter", "focusin"]) slot.addEventListener(kind, () => marks().forEach((one) => one.classList.add("lit")));
  for (const kind of ["pointerleave", "focusout"]) slot.addEventListener(kind, () => marks().forEach((one) => one.classList.remove("lit")));
}
