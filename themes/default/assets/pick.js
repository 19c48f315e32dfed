// Boxes in the table of cases, to choose those to compare.
(function () {
  "use strict";

  const Tools = globalThis.Tools;
  const form = document.querySelector("form[data-pick]");
  const table = document.querySelector("table.sortable");
  if (!form || !table) return;
  const MOST = 4;
  const button = form.querySelector("button");
  const words = button.textContent;

  const boxes = [...table.tBodies[0].rows].map((row) => {
    const link = row.cells[0].querySelector("a");
    const box = Object.assign(document.createElement("input"), {
      type: "checkbox",
      className: "pick",
      value: link.getAttribute("href").split("/").at(-2),
    });
    box.setAttribute("aria-label", form.dataset.pick.replace("{title}", link.textContent));
    row.cells[0].prepend(box);
    return box;
  });
  const chosen = () => boxes.filter((box) => box.checked);

  const show = () => {
    const count = chosen().length;
    button.textContent = count > 0 ? `${words} (${count})` : words;
    button.disabled = count < 2;
    for (const box of boxes) box.disabled = count >= MOST && !box.checked;
  };
  table.addEventListener("change", show);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const address = new URL(form.action);
    const lists = new Map([[form.dataset.list, chosen().map((box) => box.value)]]);
    const { lists: kept } = Tools.readState(location.hash);
    for (const [name, values] of kept) if (!lists.has(name)) lists.set(name, values);
    address.hash = Tools.writeState({ anchor: "", lists });
    location.href = address.href;
  });
  form.hidden = false;
  show();
})();
