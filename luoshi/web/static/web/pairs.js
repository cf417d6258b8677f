// Two places that speak of the same thing carry the same data-pair: hover or focus on one lights both.
const LIT = "is-lit";

function light(event) {
  const pair = event.target.closest?.("[data-pair]")?.dataset.pair;
  for (const lit of document.querySelectorAll(`.${LIT}`)) if (lit.dataset.pair !== pair) lit.classList.remove(LIT);
  if (!pair) return;
  for (const member of document.querySelectorAll(`[data-pair="${CSS.escape(pair)}"]`)) member.classList.add(LIT);
}

document.addEventListener("pointerover", light);
document.addEventListener("focusin", light);
