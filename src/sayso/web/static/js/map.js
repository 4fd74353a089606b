// The map: clusters come from the server for what is seen; countries from Natural Earth, or a PMTiles file of one's own.
import { coarseWhileMoving } from "./coarse.js";
import { basemap, shapes, style } from "./mapstyle.js";
import { spread } from "./spread.js";

const holder = document.querySelector("#map");
const SIGNS = ["exact", "area", "count", "figures"];
// Further ones on one spot are told of in words, not spread out.
const MOST = 24;
// Degrees around a spot that are that spot.
const NEAR = 0.0003;
let library = null;
let map = null;
let popup = null;
let fan = null;
let placeAddress = null;
let asked = 0;
let fitted = false;

function unit() {
  return document.querySelector(".overview").dataset.unit;
}

function counted(number) {
  return `${number.toLocaleString("en")} ${number === 1 ? unit().slice(0, -1) : unit()}`;
}

function query(path, extra) {
  const found = new URLSearchParams(location.search);
  for (const name of ["page", "sort", "more", "map", "line", "from", "to"]) found.delete(name);
  for (const [name, value] of Object.entries({ unit: unit(), ...extra })) found.set(name, value);
  return `${path}?${found}`;
}

const still = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

export async function drawMap(address) {
  if (!holder) return;
  placeAddress = address;
  holder.hidden = false;
  let feature;
  try {
    const sheet = document.createElement("link");
    sheet.rel = "stylesheet";
    sheet.href = holder.dataset.css;
    document.head.append(sheet);
    [library, { default: feature }] = await Promise.all([import("maplibre-gl"), import("topojson-client")]);
    const probe = document.createElement("canvas").getContext("webgl2");
    if (!probe) throw new Error("no WebGL");
    probe.getExtension("WEBGL_lose_context")?.loseContext();
  } catch {
    holder.hidden = true;
    const table = document.querySelector("#mapless details");
    if (table) table.open = true;
    return;
  }
  const world = await (await fetch(holder.dataset.countries)).json();
  const countries = feature(world, world.objects.countries);
  const labels = shapes(countries);
  const base = holder.dataset.basemap ? await basemap(library, holder.dataset.basemap) : undefined;
  const kept = /^(-?[\d.]+),(-?[\d.]+),([\d.]+)$/.exec(new URLSearchParams(location.search).get("map") ?? "");
  map = new library.Map({
    container: holder,
    style: style(countries, labels, base),
    center: kept ? [Number(kept[2]), Number(kept[1])] : [20, 25],
    zoom: kept ? Number(kept[3]) : 1,
    maxZoom: 14,
    dragRotate: false,
    pitchWithRotate: false,
    attributionControl: false,
    renderWorldCopies: true,
    fadeDuration: 0,
  });
  fitted = Boolean(kept);
  map.touchZoomRotate.disableRotation();
  map.addControl(new library.NavigationControl({ showCompass: false }), "top-right");
  if (base?.whose) {
    const whose = document.createElement("p");
    whose.className = "whose";
    whose.textContent = base.whose;
    holder.append(whose);
  }
  if (base === null) holder.dataset.basefailed = "yes";
  const canvas = map.getCanvas();
  canvas.setAttribute("aria-label", "Map of the places. Arrows move it, plus and minus zoom, Enter opens the sign nearest to the middle. The table below it says the same.");
  canvas.addEventListener("keydown", (event) => {
    if (event.key === "Enter") openMiddle();
    if (event.key === "Escape") fold();
  });
  popup = new library.Popup({ closeButton: true, maxWidth: "20rem" });
  document.querySelector("#legend").hidden = false;
  map.on("load", () => { refreshMap(); holder.dataset.ready = "yes"; });
  const switching = coarseWhileMoving(map, holder);
  map.on("moveend", (event) => {
    if (switching()) return;
    if (event.originalEvent || event.kept) keep();
    refresh();
  });
  map.on("zoomstart", fold);
  map.on("click", (event) => {
    fold();
    const found = map.queryRenderedFeatures(event.point, { layers: SIGNS });
    if (found.length) show(found[0], event.lngLat);
  });
  for (const layer of SIGNS) {
    map.on("mouseenter", layer, () => { canvas.style.cursor = "pointer"; });
    map.on("mouseleave", layer, () => { canvas.style.cursor = ""; });
  }
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => location.reload());
}

export function refreshMap() {
  if (!map) return;
  popup.remove();
  fold();
  refresh(!fitted);
}

function fold() {
  fan?.remove();
  fan = null;
}

async function refresh(fit = false) {
  if (!map?.getSource("points")) return;
  const mine = ++asked;
  const seen = map.getBounds();
  const box = fit ? {} : { west: seen.getWest(), south: Math.max(seen.getSouth(), -90), east: seen.getEast(), north: Math.min(seen.getNorth(), 90) };
  if (!fit && box.east - box.west >= 360) { delete box.west; delete box.east; }
  for (const name of ["west", "east"]) if (name in box) box[name] = Math.min(Math.max(box[name], -540), 540);
  const answer = await fetch(query(holder.dataset.url, { zoom: map.getZoom().toFixed(2), ...box }));
  if (!answer.ok || mine !== asked) return;
  const found = await answer.json();
  if (mine !== asked) return;
  const told = new Map();
  for (const one of found.features) if (one.properties.class === "country" && one.properties.iso) told.set(one.properties.iso, one.properties.count);
  map.setFilter("told-countries", ["in", ["get", "iso"], ["literal", [...told.keys()]]]);
  map.setFilter("told-borders", ["in", ["get", "iso"], ["literal", [...told.keys()]]]);
  for (const { properties: one } of found.features) {
    one.figure = one.count.toLocaleString("en");
    // A place that is known to its province only says so.
    one.label = one.bounds ? "" : one.places > 1 ? `${one.name} +${one.places - 1}` : one.class === "area" ? `${one.name}\n${one.precision}` : one.name;
  }
  map.getSource("points").setData(found);
  holder.dataset.drawn = found.features.length;
  const notes = [];
  if (found.without_coordinates) {
    notes.push(`${counted(found.without_coordinates)} ${found.without_coordinates === 1 ? "has" : "have"} no coordinates`);
  }
  if (found.left_out) notes.push(`${found.left_out.toLocaleString("en")} more places when you zoom in`);
  if (holder.dataset.basefailed) notes.push("the base map can’t be read");
  document.querySelector("#map-note").textContent = notes.join(" · ");
  if (fit) {
    fitted = true;
    const points = found.features.filter((one) => one.properties.class !== "country");
    const all = (points.length ? points : found.features).map((one) => one.geometry.coordinates);
    if (all.length) {
      const lons = all.map((one) => one[0]);
      const lats = all.map((one) => one[1]);
      // Not so near that nothing but empty land is seen around a single place.
      map.fitBounds([[Math.min(...lons), Math.min(...lats)], [Math.max(...lons), Math.max(...lats)]], { padding: 60, maxZoom: 5, animate: false });
    }
  }
}

function keep() {
  const address = new URL(location.href);
  const { lng, lat } = map.getCenter();
  address.searchParams.set("map", `${lat.toFixed(3)},${lng.toFixed(3)},${map.getZoom().toFixed(1)}`);
  history.replaceState(history.state, "", address);
}

// For the keyboard: what a click on the sign nearest to the middle would do.
async function openMiddle() {
  fold();
  const { clientWidth: width, clientHeight: height } = holder;
  const found = map.queryRenderedFeatures([[0, 0], [width, height]], { layers: SIGNS });
  const far = (one) => {
    const at = map.project(one.geometry.coordinates);
    return Math.hypot(at.x - width / 2, at.y - height / 2);
  };
  const nearest = found.sort((one, other) => far(one) - far(other))[0];
  if (!nearest) return;
  await show(nearest, library.LngLat.convert(nearest.geometry.coordinates));
  holder.querySelector(".spread a, .maplibregl-popup a")?.focus();
}

async function show(point, where) {
  const about = point.properties;
  const bounds = typeof about.bounds === "string" ? JSON.parse(about.bounds) : about.bounds;
  if (bounds && map.getZoom() < map.getMaxZoom() - 0.5) {
    const [west, south, east, north] = bounds;
    map.fitBounds([[west, south], [east, north]], { padding: 80, maxZoom: map.getMaxZoom(), animate: !still() }, { kept: true });
    return;
  }
  const spot = point.geometry.coordinates;
  if (about.class !== "country" && about.count <= MOST) {
    const [west, south, east, north] = bounds ?? [spot[0], spot[1], spot[0], spot[1]];
    const mine = asked;
    const answer = await fetch(query("/map/here.json", { west: west - NEAR, south: south - NEAR, east: east + NEAR, north: north + NEAR, limit: MOST }));
    if (answer.ok && mine === asked) {
      const { members, count } = await answer.json();
      if (members.length > 1 && members.length === count) {
        popup.remove();
        fan = spread(library, map, spot, members, fold);
        holder.dataset.spread = members.length;
        return;
      }
      if (members.length === 1) {
        tell(about, spot, members.map((one) => [one.label, one.address]));
        return;
      }
    }
  }
  const names = about.here ? (typeof about.here === "string" ? JSON.parse(about.here) : about.here) : bounds ? [] : [about.name];
  const links = [...new Set(names.filter(Boolean))].map((name) => [names.length > 1 ? `Only ${name}` : "Only here", placeAddress(name)]);
  tell(about, about.places > 1 ? where : spot, links);
}

function tell(about, where, links) {
  const body = document.createElement("div");
  const line = (text, tag, address) => {
    const row = document.createElement("p");
    const words = document.createElement(tag);
    if (address) words.href = address;
    words.dir = "auto";
    words.textContent = text;
    row.append(words);
    body.append(row);
  };
  line([about.name, about.country !== about.name ? about.country : ""].filter(Boolean).join(", "), "strong");
  line(`${counted(about.count)} · ${about.class === "mixed" ? `${about.exact.toLocaleString("en")} of them exact or near` : about.precision}`, "span");
  if (about.places > 1) line(`${about.places.toLocaleString("en")} places`, "span");
  for (const [text, address] of links) line(text, "a", address);
  popup.setLngLat(where).setDOMContent(body).addTo(map);
}
