// How the map is drawn: countries from Natural Earth with their names, a PMTiles base map of one's own, and the signs.
export function colours() {
  const style = getComputedStyle(document.documentElement);
  return (name) => style.getPropertyValue(`--${name}`).trim();
}

// No glyphs are fetched: without an address for them text is drawn with the fonts of the system.
const FONT = ["sans-serif"];

export function style(countries, labels, base) {
  const colour = colours();
  const sources = {
    countries: { type: "geojson", data: countries, tolerance: 0.4, buffer: 32 },
    labels: { type: "geojson", data: labels },
    points: { type: "geojson", data: { type: "FeatureCollection", features: [] } },
  };
  const layers = [
    { id: "sea", type: "background", paint: { "background-color": colour("sea") } },
    { id: "land", type: "fill", source: "countries", paint: { "fill-color": colour("land"), "fill-antialias": false } },
  ];
  if (base) {
    sources.base = base.source;
    layers.push(...base.layers);
  }
  const size = ["interpolate", ["linear"], ["log10", ["get", "count"]], 0, 6, 1, 12, 2, 17, 4, 27];
  const among = (kind) => ["==", ["get", "class"], kind];
  const none = ["in", ["get", "iso"], ["literal", []]];
  layers.push(
    { id: "told-countries", type: "fill", source: "countries", filter: none, paint: { "fill-color": colour("accent"), "fill-opacity": 0.14 } },
    { id: "borders", type: "line", source: "countries", paint: { "line-color": colour("border"), "line-width": 0.7 } },
    { id: "told-borders", type: "line", source: "countries", filter: none, paint: { "line-color": colour("accent"), "line-width": 1.4 } },
    { id: "country-names", type: "symbol", source: "labels", minzoom: 1.5, layout: { "text-field": ["get", "name"], "text-size": 11.5, "text-font": FONT, "text-max-width": 8, "text-padding": 8, "text-letter-spacing": 0.04, "symbol-sort-key": ["-", 0, ["get", "size"]] }, paint: { "text-color": colour("soft"), "text-halo-color": colour("land"), "text-halo-width": 1.2 } },
    { id: "area", type: "circle", source: "points", filter: ["any", among("area"), among("mixed")], paint: { "circle-radius": ["+", size, 4], "circle-color": colour("card"), "circle-opacity": 0.45, "circle-stroke-color": colour("accent"), "circle-stroke-width": 2, "circle-stroke-opacity": 0.9 } },
    { id: "exact", type: "circle", source: "points", filter: ["any", among("exact"), among("mixed")], paint: { "circle-radius": size, "circle-color": colour("accent"), "circle-opacity": 0.85, "circle-stroke-color": colour("card"), "circle-stroke-width": 1.2 } },
    { id: "count", type: "circle", source: "points", filter: among("country"), paint: { "circle-radius": 14, "circle-color": colour("card"), "circle-opacity": 0.9, "circle-stroke-color": colour("accent"), "circle-stroke-width": 1 } },
    { id: "figures", type: "symbol", source: "points", filter: ["any", [">", ["get", "count"], 1], among("country")], layout: { "text-field": ["get", "figure"], "text-size": 11.5, "text-font": FONT, "text-allow-overlap": true, "text-ignore-placement": true }, paint: { "text-color": ["case", ["any", among("area"), among("country")], colour("accent"), colour("accent-ink")] } },
    { id: "names", type: "symbol", source: "points", filter: ["all", ["!", among("country")], ["!=", ["get", "label"], ""]], layout: { "text-field": ["get", "label"], "text-size": 12, "text-font": FONT, "text-anchor": "top", "text-offset": [0, 1.5], "text-max-width": 9, "symbol-sort-key": ["-", 0, ["get", "count"]] }, paint: { "text-color": colour("ink"), "text-halo-color": colour("paper"), "text-halo-width": 1.5 } },
  );
  return { version: 8, sources, layers };
}

// Layers of vector tiles by the names that OpenMapTiles, Protomaps and Natural Earth files give them.
const FILLS = { earth: "land", land: "land", landcover: "wash", landuse: "wash", park: "wash", water: "sea", ocean: "sea", lakes: "sea" };
const LINES = { waterway: ["sea", 1], rivers: ["sea", 1], roads: ["line", 0.8], transportation: ["line", 0.8], boundaries: ["border", 0.8], boundary: ["border", 0.8], buildings: ["border", 0.4], building: ["border", 0.4] };
const NAMES = new Set(["place", "places", "populated_places"]);

// The user's own base map: its source, its layers and whose it is. Null where the file can't be read.
export async function basemap(library, address) {
  await new Promise((done, failed) => {
    const script = document.createElement("script");
    script.src = new URL("../vendor/pmtiles/pmtiles.js", import.meta.url);
    script.onload = done;
    script.onerror = failed;
    document.head.append(script);
  });
  const url = new URL(address, location.href).href;
  const archive = new pmtiles.PMTiles(url);
  let header, about;
  try {
    [header, about] = await Promise.all([archive.getHeader(), archive.getMetadata()]);
  } catch {
    return null;
  }
  const protocol = new pmtiles.Protocol();
  protocol.add(archive);
  library.addProtocol("pmtiles", protocol.tile);
  const whose = words(String(about?.attribution ?? ""));
  if (header.tileType !== pmtiles.TileType.Mvt) {
    return { whose, source: { type: "raster", url: `pmtiles://${url}`, tileSize: 256 }, layers: [{ id: "base", type: "raster", source: "base" }] };
  }
  const colour = colours();
  const held = (about?.vector_layers ?? []).map((one) => one.id);
  const layers = [];
  const add = (name, type, rest) => layers.push({ id: `base-${type}-${name}`, type, source: "base", "source-layer": name, ...rest });
  // Areas below lines, lines below names, whatever order the file has.
  for (const name of held) if (FILLS[name]) add(name, "fill", { filter: ["==", ["geometry-type"], "Polygon"], paint: { "fill-color": colour(FILLS[name]) } });
  for (const name of held) {
    if (FILLS[name] || NAMES.has(name)) continue;
    const [tone, width] = LINES[name] ?? ["border", 0.6];
    add(name, "line", { filter: ["!=", ["geometry-type"], "Point"], paint: { "line-color": colour(tone), "line-width": width } });
  }
  for (const name of held) {
    if (NAMES.has(name)) add(name, "symbol", { layout: { "text-field": ["coalesce", ["get", "name:en"], ["get", "name:latin"], ["get", "name"]], "text-size": 11, "text-font": FONT, "text-max-width": 8 }, paint: { "text-color": colour("soft"), "text-halo-color": colour("land"), "text-halo-width": 1.2 } });
  }
  return { whose, source: { type: "vector", url: `pmtiles://${url}` }, layers };
}

// The words of a piece of HTML that somebody else wrote: nothing of it is loaded or run.
function words(html) {
  const field = document.createElement("textarea");
  field.innerHTML = html.replace(/<[^>]*>/g, "");
  return field.value.trim();
}

// Countries as flat shapes, and where their names stand.
export function shapes(countries) {
  const labels = [];
  for (const one of countries.features) {
    one.properties = { iso: Number(one.id), name: one.properties.name };
    const polygons = one.geometry.type === "Polygon" ? [one.geometry.coordinates] : one.geometry.coordinates;
    for (const rings of polygons) rings.forEach((ring, place) => { rings[place] = unrolled(ring); });
    const [size, lon, lat] = polygons.map((rings) => middle(rings[0])).reduce((best, other) => (other[0] > best[0] ? other : best));
    labels.push({ type: "Feature", geometry: { type: "Point", coordinates: [lon, lat] }, properties: { name: one.properties.name, size } });
  }
  return { type: "FeatureCollection", features: labels };
}

// The area of a ring and its centre of gravity.
function middle(ring) {
  let area = 0, x = 0, y = 0;
  for (let place = 1; place < ring.length; place += 1) {
    const [x1, y1] = ring[place - 1];
    const [x2, y2] = ring[place];
    const part = x1 * y2 - x2 * y1;
    area += part;
    x += (x1 + x2) * part;
    y += (y1 + y2) * part;
  }
  return area ? [Math.abs(area), x / (3 * area), y / (3 * area)] : [0, ...ring[0]];
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
