// Cells copied from Excel, in a row or a column, fill the fields from the one they are pasted into.
document.addEventListener("paste", (event) => {
  const table = event.target.closest("[data-cells]");
  const text = event.clipboardData.getData("text").trim();
  const values = text.split(/[\t\r\n]+/);
  if (!table || values.length < 2) return;
  event.preventDefault();
  const fields = [...table.querySelectorAll("input")];
  fields.slice(fields.indexOf(event.target)).forEach((field, place) => {
    if (place < values.length) field.value = values[place].trim();
  });
});
