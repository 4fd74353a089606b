// The places that a search found, on a small map beside their list; a click on one picks it.
import { basemap, shapes, style } from "./mapstyle.js";

const drawn = new WeakMap();

async function create(holder) {
  const sheet = document.createElement("link");
  sheet.rel = "stylesheet";
  sheet.href = holder.dataset.css;
  document.head.append(sheet);
  const [library, { default: feature }] = await Promise.all([import("maplibre-gl"), import("topojson-client")]);
  const probe = document.createElement("canvas").getContext("webgl2");
  if (!probe) throw new Error("no WebGL");
  probe.getExtension("WEBGL_lose_context")?.loseContext();
  const world = await (await fetch(holder.dataset.countries)).json();
  const countries = feature(world, world.objects.countries);
  const labels = shapes(countries);
  const base = holder.dataset.basemap ? await basemap(library, holder.dataset.basemap) : undefined;
  holder.hidden = false;
  const map = new library.Map({ container: holder, style: style(countries, labels, base), center: [20, 25], zoom: 0.5, maxZoom: 13, dragRotate: false, attributionControl: false, fadeDuration: 0 });
  map.addControl(new library.NavigationControl({ showCompass: false }), "top-right");
  map.getCanvas().setAttribute("aria-label", "Map of the places found; the list says the same");
  map.getCanvas().tabIndex = -1;
  await new Promise((done) => map.once("load", done));
  return { library, map, signs: [] };
}

// Shows what stands now and what was found. The list is the truth: signs are made of its options.
export async function showPlaces(holder, options) {
  if (!drawn.has(holder)) drawn.set(holder, create(holder).catch(() => null));
  const held = await drawn.get(holder);
  if (!held) {
    holder.hidden = true;
    return;
  }
  const { library, map } = held;
  for (const one of held.signs) one.remove();
  held.signs = [];
  const all = [];
  const put = (element, lon, lat) => {
    held.signs.push(new library.Marker({ element }).setLngLat([lon, lat]).addTo(map));
    all.push([lon, lat]);
  };
  const { lat, lon, name } = holder.dataset;
  if (lat) {
    const now = document.createElement("i");
    now.className = "nowsign";
    now.title = `${name}, as it stands`;
    put(now, Number(lon), Number(lat));
  }
  options.forEach((option, place) => {
    if (!option.dataset.lat) return;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "placesign";
    button.tabIndex = -1; // the list is for the keyboard
    button.textContent = place + 1;
    button.title = option.textContent.trim();
    const input = option.querySelector("input");
    const mark = () => button.classList.toggle("chosen", input.checked);
    button.addEventListener("click", () => { input.click(); input.focus(); });
    input.addEventListener("change", () => {
      for (const other of holder.querySelectorAll(".placesign.chosen")) other.classList.remove("chosen");
      mark();
      map.easeTo({ center: [Number(option.dataset.lon), Number(option.dataset.lat)], zoom: Math.max(map.getZoom(), 4), animate: !matchMedia("(prefers-reduced-motion: reduce)").matches });
    });
    mark();
    put(button, Number(option.dataset.lon), Number(option.dataset.lat));
  });
  map.resize();
  if (all.length) {
    const lons = all.map((one) => one[0]);
    const lats = all.map((one) => one[1]);
    map.fitBounds([[Math.min(...lons), Math.min(...lats)], [Math.max(...lons), Math.max(...lats)]], { padding: 30, maxZoom: 5, animate: false });
  }
  holder.dataset.signs = held.signs.length;
}
