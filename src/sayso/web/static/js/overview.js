// The overview without reloading: links and forms are fetched, their regions put in place, the address kept true.
// Without this module every link and form works as it is.
import { drawMap, refreshMap } from "./map.js";
import { drawBrush } from "./brush.js";

const REGIONS = ["#summary", "#mapless", "#timeline", "#results", "#facets"];
let latest = 0;
let shown = state(location.href);

// What the server answers depends on: not where the map looks, nor a place in the page.
function state(address) {
  const found = new URL(address, location.href);
  found.searchParams.delete("map");
  return found.pathname + found.search;
}

function isOverview(address) {
  return address.origin === location.origin && (address.pathname === "/events" || address.pathname === "/claims");
}

async function go(address, push) {
  const mine = ++latest;
  document.body.classList.add("busy");
  const before = document.activeElement?.value;
  const focus = document.activeElement?.closest("a, button, input")?.textContent;
  let answer;
  try {
    answer = await fetch(address, { headers: { accept: "text/html" } });
  } catch {
    location.assign(address);
    return;
  }
  const text = await answer.text();
  if (mine !== latest) return;
  const page = new DOMParser().parseFromString(text, "text/html");
  if (!answer.ok || !page.querySelector(".overview")) {
    location.assign(address);
    return;
  }
  const field = document.activeElement?.matches("input[id]") ? document.activeElement : null;
  const opened = new Set([...document.querySelectorAll("#facets details:not([open]) > summary")].map((one) => one.textContent));
  const table = document.querySelector("#mapless details")?.open;
  for (const region of REGIONS) document.querySelector(region).replaceWith(page.querySelector(region));
  document.querySelector(".overview").dataset.unit = page.querySelector(".overview").dataset.unit;
  document.title = page.title;
  for (const one of document.querySelectorAll(".top nav a")) {
    one.toggleAttribute("aria-current", false);
    if (new URL(one.href).pathname === new URL(answer.url).pathname) one.setAttribute("aria-current", "page");
  }
  for (const one of document.querySelectorAll("#facets summary")) if (opened.has(one.textContent)) one.parentElement.open = false;
  if (table) document.querySelector("#mapless details").open = true;
  if (push) history.pushState(null, "", answer.url);
  shown = state(location.href);
  document.body.classList.remove("busy");
  // The keyboard stays where it was, as far as that is still there.
  if (focus) [...document.querySelectorAll("#facets a, #results a, #summary a")].find((one) => one.textContent === focus)?.focus({ preventScroll: true });
  if (field) {
    const fresh = document.getElementById(field.id);
    if (fresh && field.value !== before) fresh.value = field.value; // typed meanwhile
    fresh?.focus({ preventScroll: true });
  }
  drawBrush((first, last) => go(withDays(first, last), true));
  refreshMap();
}

function withDays(first, last) {
  const address = new URL(location.href);
  address.searchParams.delete("page");
  address.searchParams.delete("when");
  if (first) address.searchParams.set("when", first === last ? first : `${first}..${last}`);
  return address;
}

document.addEventListener("click", (event) => {
  if (event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  const link = event.target.closest("a");
  if (!link || link.target || link.hasAttribute("download")) return;
  // A link in a drawing has an address of its own kind.
  const address = new URL(link.href.baseVal ?? link.href, location.href);
  if (!isOverview(address) || (address.hash && address.pathname === location.pathname && address.search === location.search)) return;
  event.preventDefault();
  const scroll = link.closest(".pages");
  go(address, true).then(() => scroll && document.querySelector("#results").scrollIntoView());
});

document.addEventListener("submit", (event) => {
  const form = event.target;
  const address = new URL(form.action, location.href);
  if (form.method !== "get" || !isOverview(address)) return;
  event.preventDefault();
  const typed = [...new FormData(form)].filter(([, value]) => value !== "");
  address.search = new URLSearchParams(typed).toString();
  go(address, true);
});

addEventListener("popstate", () => {
  if (state(location.href) !== shown) go(new URL(location.href), false);
});

drawBrush((first, last) => go(withDays(first, last), true));
drawMap((name) => {
  const address = new URL(location.href);
  address.searchParams.delete("page");
  address.searchParams.set("place", name.includes(",") ? `"${name}"` : name);
  return address;
});
