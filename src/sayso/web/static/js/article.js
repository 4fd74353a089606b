// Cards and their words light up together; layers are kept in the address.
const parts = (claim) => [...document.querySelectorAll(`mark[data-claims~="${CSS.escape(claim)}"], #${CSS.escape(claim)}`)];
let lit = [];

function light(claims) {
  for (const one of lit) one.classList.remove("lit");
  lit = claims.flatMap(parts);
  for (const one of lit) one.classList.add("lit");
}

for (const kind of ["pointerover", "focusin"]) {
  document.addEventListener(kind, (event) => {
    const card = event.target.closest?.("[data-claim]");
    const mark = event.target.closest?.("mark[data-claims]");
    light(card ? [card.dataset.claim] : mark ? mark.dataset.claims.split(" ") : []);
  });
}

document.querySelector(".layers")?.addEventListener("change", () => {
  const off = [...document.querySelectorAll(".layers input:not(:checked)")].map((one) => one.value);
  const address = new URL(location.href);
  address.searchParams.delete("show");
  if (off.length) address.searchParams.set("hide", off.join(","));
  else address.searchParams.delete("hide");
  history.replaceState(null, "", address);
});
