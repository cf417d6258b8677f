// A button with `data-copies` puts the text of that field on the clipboard; without scripts the field is there to select.
async function copied(field) {
  if (window.isSecureContext && navigator.clipboard) return navigator.clipboard.writeText(field.value).then(() => true, () => false);
  field.select(); // an office's own server is often reached by plain http, where there is no clipboard
  return document.execCommand("copy");
}

document.querySelectorAll("[data-copies]").forEach((button) => {
  const field = document.getElementById(button.dataset.copies);
  button.hidden = false;
  button.addEventListener("click", async () => {
    const done = await copied(field);
    button.parentElement.querySelector("[data-copied]").hidden = !done;
    if (!done) field.select();
  });
});
