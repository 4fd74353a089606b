// Where software draws the map (a machine without graphics hardware, a remote desktop), a frame costs what its pixels
// cost: while it moves it is drawn in fewer of them, and in all of them as soon as it rests.
const SLOW = 40; // milliseconds a frame
const FRAMES = 4; // so many of them tell
const LEAST = 0.4;
const REST = 160; // milliseconds

export function coarseWhileMoving(map, holder) {
  const full = map.getPixelRatio();
  let ratio = full; // that frames of a moving map are drawn in
  let moving = false;
  let switching = false;
  let last = 0;
  let times = [];
  let timer = 0;

  function draw(wanted) {
    if (map.getPixelRatio() === wanted) return;
    switching = true; // changing the ratio tells of a move that is none
    map.stop = () => map; // and would end the one that a hand makes
    map.setPixelRatio(wanted);
    delete map.stop;
    switching = false;
    holder.dataset.ratio = (wanted / full).toFixed(2);
  }

  map.on("movestart", () => {
    if (switching) return;
    clearTimeout(timer);
    moving = true;
    last = 0;
    times = [];
    draw(ratio);
  });
  map.on("render", () => {
    if (!moving) return;
    const now = performance.now();
    if (last) times.push(now - last);
    last = now;
    if (times.length < FRAMES) return;
    const usual = times.sort((one, other) => one - other)[FRAMES >> 1];
    times = [];
    // A pause of the hand is no slow frame.
    if (usual > SLOW && usual < 1000 && ratio > full * LEAST) {
      ratio = Math.max(full * LEAST, ratio * Math.sqrt(SLOW / usual) * 0.9);
      draw(ratio);
    }
  });
  map.on("moveend", () => {
    if (switching) return;
    moving = false;
    clearTimeout(timer);
    timer = setTimeout(() => draw(full), REST);
  });
  return () => switching;
}
