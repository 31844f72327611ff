
{
  // Rows of a table that match all fields of the form above it stay; a person who cannot see is told how many.
  const plain = (text) => text.toLowerCase().replaceAll("ё", "е");
  for (const form of document.querySelectorAll("form[data-filters]")) {
    const rows = [...document.querySelectorAll(`#${form.dataset.filters} > tbody > tr`)];
    for (const choice of form.querySelectorAll("select[data-from]")) {
      for (const row of document.querySelectorAll(`#${choice.dataset.from} > tbody > tr`)) {
        choice.add(new Option(row.cells[0].textContent, row.dataset[choice.name]));
      }
    }
    const told = form.querySelector("output");
    const apply = () => {
      const wanted = [...form.elements].filter((field) => field.name && field.value);
      let shown = 0;
      for (const row of rows) {
        row.hidden = !wanted.every((field) =>
          field.name === "text" ? plain(row.textContent).includes(plain(field.value.trim()))
            : row.dataset[field.name] === field.value);
        shown += row.hidden ? 0 : 1;
      }
      told.textContent = `Показано строк: ${shown} из ${rows.length}`;
    };
    form.hidden = false;
    form.addEventListener("input", apply);
    form.addEventListener("reset", () => setTimeout(apply));
    form.addEventListener("submit", (event) => event.preventDefault());
    apply();
  }
}
