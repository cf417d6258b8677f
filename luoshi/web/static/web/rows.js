// Rows that can be chosen: the head's box takes them all, shift takes a run, the bulk bar counts.
// <table data-chooses="bulk">, boxes `data-row` in the rows, one `data-all` in the head; <form id="bulk" class="bulk">.
let last = null;

const table = (box) => box.closest("[data-chooses]");
const boxes = (within) => [...within.querySelectorAll("input[data-row]")];

function count(within) {
  const bar = document.getElementById(within.dataset.chooses);
  const all = boxes(within);
  const chosen = all.filter((box) => box.checked);
  const head = within.querySelector("input[data-all]");
  if (head) {
    head.checked = chosen.length > 0 && chosen.length === all.length;
    head.indeterminate = chosen.length > 0 && chosen.length < all.length;
  }
  if (!bar) return;
  bar.classList.toggle("is-idle", chosen.length === 0);
  for (const out of bar.querySelectorAll("[data-count]")) out.textContent = chosen.length;
  for (const button of bar.querySelectorAll("button")) button.disabled = chosen.length === 0;
}

function run(within, to) {
  const all = boxes(within);
  const [from, until] = [all.indexOf(last), all.indexOf(to)].sort((a, b) => a - b);
  if (from >= 0) for (const box of all.slice(from, until + 1)) box.checked = to.checked;
}

document.addEventListener("click", (event) => {
  const box = event.target.closest?.("[data-chooses] input[type=checkbox]");
  if (!box) return;
  if ("all" in box.dataset) for (const one of boxes(table(box))) one.checked = box.checked;
  else if (event.shiftKey) run(table(box), box);
  last = box;
  count(table(box));
});

const countAll = () => document.querySelectorAll("[data-chooses]").forEach(count);
document.addEventListener("htmx:afterSettle", countAll);
window.addEventListener("pageshow", countAll);
countAll();
