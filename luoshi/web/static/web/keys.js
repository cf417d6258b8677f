// Keyboard: / search, j k rows, x choose, g + letter pages, ? help, and any link or button with `data-key`.
// Single keys can be switched off (WCAG 2.1.4).
const CHORD_MS = 1200;
const OFF = "luoshi.keys.off";
const help = document.getElementById("keys");
let goingSince = 0;

const typing = (target) => target.closest("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]");
const switchedOff = () => localStorage.getItem(OFF) === "1";

function step(by) {
  const rows = [...document.querySelectorAll("[data-rows] > tr, [data-rows] > li")].filter((row) => row.querySelector("a[href], button"));
  const here = rows.findIndex((row) => row.contains(document.activeElement));
  const next = rows[here < 0 ? (by > 0 ? 0 : rows.length - 1) : here + by];
  if (!next) return;
  (next.querySelector("[data-open]") ?? next.querySelector("a[href], button")).focus();
  next.scrollIntoView({ block: "nearest" });
}

function choose() {
  document.activeElement.closest("[data-rows] > *")?.querySelector("input[type=checkbox]")?.click();
}

function go(letter) {
  document.querySelector(`[data-go="${CSS.escape(letter)}"]`)?.click();
}

const KEYS = {
  "/": () => document.querySelector("[data-search]")?.focus(),
  "?": () => help?.showModal(),
  j: () => step(1),
  k: () => step(-1),
  x: choose,
  g: () => { goingSince = Date.now(); },
};

function pressed(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (event.key === "Escape") return closeOpen();
  if (switchedOff() || typing(event.target) || document.querySelector("dialog[open]")) return;
  const going = Date.now() - goingSince < CHORD_MS;
  goingSince = 0;
  const own = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
  const act = going ? () => go(event.key) : own ? () => own.click() : KEYS[event.key];
  if (!act) return;
  event.preventDefault();
  act();
}

function closeOpen() {
  const open = [...document.querySelectorAll("details.pop[open]")].at(-1);
  if (!open) return;
  open.open = false;
  open.querySelector("summary").focus();
}

document.addEventListener("keydown", pressed);
document.addEventListener("click", (event) => {
  for (const open of document.querySelectorAll("details.pop[open]")) if (!open.contains(event.target)) open.open = false;
  const opener = event.target.closest("[data-opens]");
  if (opener) document.getElementById(opener.dataset.opens)?.showModal();
});

const box = help?.querySelector("[data-keys-on]");
if (box) {
  box.checked = !switchedOff();
  box.addEventListener("change", () => localStorage.setItem(OFF, box.checked ? "0" : "1"));
}
