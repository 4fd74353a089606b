// The map: clusters come from the server for what is seen; countries from Natural Earth, or a PMTiles file of one's own.
const holder = document.querySelector("#map");
let map = null;
let popup = null;
let placeAddress = null;
let asked = 0;
let fitted = false;

function colours() {
  const style = getComputedStyle(document.documentElement);
  return (name) => style.getPropertyValue(`--${name}`).trim();
}

function unit() {
  return document.querySelector(".overview").dataset.unit;
}

function query(extra) {
  const found = new URLSearchParams(location.search);
  for (const name of ["page", "sort", "more", "map", "line", "from", "to"]) found.delete(name);
  for (const [name, value] of Object.entries({ unit: unit(), ...extra })) found.set(name, value);
  return `${holder.dataset.url}?${found}`;
}

export async function drawMap(address) {
  if (!holder) return;
  placeAddress = address;
  holder.hidden = false;
  let library, feature;
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
  for (const one of countries.features) {
    one.properties = { iso: Number(one.id), name: one.properties.name };
    const polygons = one.geometry.type === "Polygon" ? [one.geometry.coordinates] : one.geometry.coordinates;
    for (const rings of polygons) rings.forEach((ring, place) => { rings[place] = unrolled(ring); });
  }
  const colour = colours();
  if (holder.dataset.basemap) await usePmtiles(library);
  const kept = /^(-?[\d.]+),(-?[\d.]+),([\d.]+)$/.exec(new URLSearchParams(location.search).get("map") ?? "");
  map = new library.Map({
    container: holder,
    style: style(countries, colour),
    center: kept ? [Number(kept[2]), Number(kept[1])] : [20, 25],
    zoom: kept ? Number(kept[3]) : 1,
    maxZoom: 14,
    dragRotate: false,
    pitchWithRotate: false,
    attributionControl: false,
    renderWorldCopies: true,
  });
  fitted = Boolean(kept);
  map.touchZoomRotate.disableRotation();
  map.addControl(new library.NavigationControl({ showCompass: false }), "top-right");
  map.getCanvas().setAttribute("aria-label", "Map of the places; the table below it says the same");
  popup = new library.Popup({ closeButton: true, maxWidth: "20rem" });
  document.querySelector("#legend").hidden = false;
  map.on("load", () => { refreshMap(); holder.dataset.ready = "yes"; });
  map.on("moveend", (event) => {
    if (event.originalEvent || event.kept) keep();
    refresh();
  });
  for (const layer of ["exact", "area", "count", "figures"]) {
    map.on("click", layer, (event) => show(event.features[0], event.lngLat));
    map.on("mouseenter", layer, () => { map.getCanvas().style.cursor = "pointer"; });
    map.on("mouseleave", layer, () => { map.getCanvas().style.cursor = ""; });
  }
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => location.reload());
}

export function refreshMap() {
  if (!map) return;
  popup.remove();
  refresh(!fitted);
}

async function refresh(fit = false) {
  if (!map?.getSource("points")) return;
  const mine = ++asked;
  const seen = map.getBounds();
  const box = fit ? {} : { west: seen.getWest(), south: Math.max(seen.getSouth(), -90), east: seen.getEast(), north: Math.min(seen.getNorth(), 90) };
  if (!fit && box.east - box.west >= 360) { delete box.west; delete box.east; }
  for (const name of ["west", "east"]) if (name in box) box[name] = Math.min(Math.max(box[name], -540), 540);
  const answer = await fetch(query({ zoom: map.getZoom().toFixed(2), ...box }));
  if (!answer.ok || mine !== asked) return;
  const found = await answer.json();
  if (mine !== asked) return;
  const told = new Map();
  for (const one of found.features) if (one.properties.class === "country" && one.properties.iso) told.set(one.properties.iso, one.properties.count);
  map.setFilter("told-countries", ["in", ["get", "iso"], ["literal", [...told.keys()]]]);
  map.setFilter("told-borders", ["in", ["get", "iso"], ["literal", [...told.keys()]]]);
  for (const { properties: one } of found.features) {
    one.figure = one.count.toLocaleString("en");
    one.label = one.bounds ? "" : one.places > 1 ? `${one.name} +${one.places - 1}` : one.name;
  }
  map.getSource("points").setData(found);
  holder.dataset.drawn = found.features.length;
  const notes = [];
  if (found.without_coordinates) notes.push(`${found.without_coordinates.toLocaleString("en")} ${unit()} have no coordinates`);
  if (found.left_out) notes.push(`${found.left_out.toLocaleString("en")} more places when you zoom in`);
  document.querySelector("#map-note").textContent = notes.join(" · ");
  if (fit) {
    fitted = true;
    const points = found.features.filter((one) => one.properties.class !== "country");
    const all = (points.length ? points : found.features).map((one) => one.geometry.coordinates);
    if (all.length) {
      const lons = all.map((one) => one[0]);
      const lats = all.map((one) => one[1]);
      map.fitBounds([[Math.min(...lons), Math.min(...lats)], [Math.max(...lons), Math.max(...lats)]], { padding: 60, maxZoom: 6.5, animate: false });
    }
  }
}

function keep() {
  const address = new URL(location.href);
  const { lng, lat } = map.getCenter();
  address.searchParams.set("map", `${lat.toFixed(3)},${lng.toFixed(3)},${map.getZoom().toFixed(1)}`);
  history.replaceState(history.state, "", address);
}

function show(point, where) {
  const about = point.properties;
  const bounds = typeof about.bounds === "string" ? JSON.parse(about.bounds) : about.bounds;
  if (bounds && map.getZoom() < map.getMaxZoom() - 0.5) {
    const [west, south, east, north] = bounds;
    map.fitBounds([[west, south], [east, north]], { padding: 80, maxZoom: map.getMaxZoom(), animate: !matchMedia("(prefers-reduced-motion: reduce)").matches }, { kept: true });
    return;
  }
  const body = document.createElement("div");
  const line = (text, strong) => {
    const row = document.createElement("p");
    const words = document.createElement(strong ? "strong" : "span");
    words.dir = "auto";
    words.textContent = text;
    row.append(words);
    body.append(row);
  };
  line([about.name, about.country !== about.name ? about.country : ""].filter(Boolean).join(", "), true);
  const noun = about.count === 1 ? unit().slice(0, -1) : unit();
  line(`${about.count.toLocaleString("en")} ${noun} · ${about.class === "mixed" ? `${about.exact.toLocaleString("en")} of them exact or near` : about.precision}`);
  if (about.places > 1) line(`${about.places.toLocaleString("en")} places`);
  const names = about.here ? (typeof about.here === "string" ? JSON.parse(about.here) : about.here) : bounds ? [] : [about.name];
  for (const name of new Set(names.filter(Boolean))) {
    const link = document.createElement("a");
    link.href = placeAddress(name);
    link.dir = "auto";
    link.textContent = names.length > 1 ? `Only ${name}` : "Only here";
    const row = document.createElement("p");
    row.append(link);
    body.append(row);
  }
  popup.setLngLat(about.places > 1 ? where : point.geometry.coordinates).setDOMContent(body).addTo(map);
}

async function usePmtiles(library) {
  await new Promise((done, failed) => {
    const script = document.createElement("script");
    script.src = new URL("../vendor/pmtiles/pmtiles.js", import.meta.url);
    script.onload = done;
    script.onerror = failed;
    document.head.append(script);
  });
  library.addProtocol("pmtiles", new pmtiles.Protocol().tile);
}

// world-atlas joins shapes across the 180th meridian, on a sphere; on a flat map they go on beyond it instead.
function unrolled(ring) {
  let turn = 0;
  const out = ring.map(([lon, lat], place) => {
    const step = place ? lon - ring[place - 1][0] : 0;
    if (step > 180) turn -= 360;
    if (step < -180) turn += 360;
    return [lon + turn, lat];
  });
  // A ring around the pole does not close; it is led along the pole.
  if (turn) out.push([out.at(-1)[0], -90], [out[0][0], -90], out[0]);
  return out;
}

function style(countries, colour) {
  const sources = { countries: { type: "geojson", data: countries, tolerance: 0.2 }, points: { type: "geojson", data: { type: "FeatureCollection", features: [] } } };
  const layers = [{ id: "sea", type: "background", paint: { "background-color": colour("sea") } }];
  const land = { "fill-color": colour("land") };
  layers.push({ id: "land", type: "fill", source: "countries", paint: land });
  if (holder.dataset.basemap) layers.push(...basemapLayers(sources, colour));
  const size = ["interpolate", ["linear"], ["log10", ["get", "count"]], 0, 6, 1, 12, 2, 17, 4, 27];
  const among = (kind) => ["==", ["get", "class"], kind];
  layers.push(
    { id: "told-countries", type: "fill", source: "countries", filter: ["in", ["get", "iso"], ["literal", []]], paint: { "fill-color": colour("accent"), "fill-opacity": 0.14 } },
    { id: "borders", type: "line", source: "countries", paint: { "line-color": colour("border"), "line-width": 0.7 } },
    { id: "told-borders", type: "line", source: "countries", filter: ["in", ["get", "iso"], ["literal", []]], paint: { "line-color": colour("accent"), "line-width": 1.4 } },
    { id: "area", type: "circle", source: "points", filter: ["any", among("area"), among("mixed")], paint: { "circle-radius": ["+", size, 4], "circle-color": colour("card"), "circle-opacity": 0.45, "circle-stroke-color": colour("accent"), "circle-stroke-width": 2, "circle-stroke-opacity": 0.9 } },
    { id: "exact", type: "circle", source: "points", filter: ["any", among("exact"), among("mixed")], paint: { "circle-radius": size, "circle-color": colour("accent"), "circle-opacity": 0.85, "circle-stroke-color": colour("card"), "circle-stroke-width": 1.2 } },
    { id: "count", type: "circle", source: "points", filter: among("country"), paint: { "circle-radius": 14, "circle-color": colour("card"), "circle-opacity": 0.9, "circle-stroke-color": colour("accent"), "circle-stroke-width": 1 } },
    // No glyphs are fetched: without an address for them text is drawn with the fonts of the system.
    { id: "figures", type: "symbol", source: "points", filter: ["any", [">", ["get", "count"], 1], among("country")], layout: { "text-field": ["get", "figure"], "text-size": 11.5, "text-font": ["sans-serif"], "text-allow-overlap": true, "text-ignore-placement": true }, paint: { "text-color": ["case", ["any", among("area"), among("country")], colour("accent"), colour("accent-ink")] } },
    { id: "names", type: "symbol", source: "points", filter: ["!", among("country")], layout: { "text-field": ["get", "label"], "text-size": 12, "text-font": ["sans-serif"], "text-anchor": "top", "text-offset": [0, 1.5], "text-max-width": 9, "symbol-sort-key": ["-", 0, ["get", "count"]] }, paint: { "text-color": colour("ink"), "text-halo-color": colour("paper"), "text-halo-width": 1.5 } },
  );
  return { version: 8, sources, layers };
}

// A base map in the layers that most PMTiles files have (OpenMapTiles or Protomaps): lines and areas, no fonts needed.
function basemapLayers(sources, colour) {
  sources.base = { type: "vector", url: `pmtiles://${location.origin}${holder.dataset.basemap}` };
  const line = (layer, name, width) => ({ id: `base-${layer}`, type: "line", source: "base", "source-layer": layer, paint: { "line-color": colour(name), "line-width": width } });
  const fill = (layer, name) => ({ id: `base-${layer}`, type: "fill", source: "base", "source-layer": layer, paint: { "fill-color": colour(name) } });
  return [fill("earth", "land"), fill("water", "sea"), line("waterway", "sea", 1), line("roads", "line", 0.8), line("transportation", "line", 0.8), line("boundaries", "border", 0.8), line("boundary", "border", 0.8)];
}
