// A form is sent once, and one with `data-guard` warns before typed words are lost: also where another form of the page,
// such as the languages, leaves it, and where it came back refused with what was typed before.
const RELEASE_MS = 15000; // an answer that is a download never leaves the page
const sent = new WeakSet();
const touched = new Set();

function release(form) {
  sent.delete(form);
  form.removeAttribute("aria-busy");
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") return;
  if (sent.has(form)) return event.preventDefault();
  sent.add(form);
  touched.delete(form);
  form.setAttribute("aria-busy", "true");
  setTimeout(() => release(form), RELEASE_MS);
});

document.addEventListener("input", (event) => {
  const form = event.target.closest("form[data-guard]");
  if (form) touched.add(form);
});

document.addEventListener("htmx:afterRequest", (event) => touched.delete(event.target.closest("form")));

if (document.querySelector(".errors")) document.querySelectorAll("form[data-guard]").forEach((form) => touched.add(form));

window.addEventListener("beforeunload", (event) => {
  if (![...touched].some((form) => form.isConnected)) return;
  event.preventDefault();
  // Whoever stays may leave another time.
  setTimeout(() => document.querySelectorAll("form[aria-busy]").forEach(release));
});

window.addEventListener("pageshow", () => document.querySelectorAll("form[aria-busy]").forEach(release));
