// The list's picking of several leads, and the board: dragging, and the same by keyboard.
(() => {
  "use strict";

  const find = (selector, within = document) => within.querySelector(selector);
  const every = (selector, within = document) => [...within.querySelectorAll(selector)];

  // What is picked stays picked while the list renews itself.
  const picked = new Set();
  const boxes = () => every("#bulk tbody .pick input");
  function showPicked() {
    for (const box of boxes()) box.checked = picked.has(box.name);
    const shown = boxes().filter((box) => box.checked).length;
    const count = find("#picked");
    if (count) count.textContent = String(shown);
    const all = find("#pick-all");
    if (all) all.checked = shown > 0 && shown === boxes().length;
  }
  document.addEventListener("change", (event) => {
    const box = event.target;
    if (box.id === "pick-all") for (const each of boxes()) box.checked ? picked.add(each.name) : picked.delete(each.name);
    else if (box.closest?.("#bulk tbody .pick")) box.checked ? picked.add(box.name) : picked.delete(box.name);
    else return;
    showPicked();
  });
  document.addEventListener("htmx:after:swap", showPicked);

  // The board.
  const dialog = () => find("#move");
  const isClosing = (column) => column === "won" || column === "lost";
  function showWhy() {
    const { to, reason } = find("#move-form").elements;
    find("#move-why").hidden = !isClosing(to.value);
    reason.required = isClosing(to.value);
  }
  function open(card, column) {
    const { lead, to, reason, value } = find("#move-form").elements;
    lead.value = card.dataset.lead;
    to.value = column || card.dataset.in;
    if (!to.value) to.selectedIndex = 0;
    reason.value = "";
    value.value = "";
    find("#move-who").textContent = card.dataset.who;
    showWhy();
    dialog().showModal();
    (isClosing(to.value) ? reason : to).focus();
  }
  function moveTo(card, column) {
    if (column === card.dataset.in) return;
    if (isClosing(column)) { open(card, column); return; }
    const form = find("#move-form");
    form.elements.lead.value = card.dataset.lead;
    form.elements.to.value = column;
    form.elements.reason.value = "";
    form.elements.reason.required = false;
    form.requestSubmit();
  }

  let dragged = "";
  const columnAt = (event) => event.target.closest?.("[data-column]");
  document.addEventListener("dragstart", (event) => {
    const card = event.target.closest?.("[data-lead]");
    if (!card || !dialog()) return;
    dragged = card.dataset.lead;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", card.dataset.who);
  });
  document.addEventListener("dragover", (event) => {
    const column = dragged && columnAt(event);
    if (!column) return;
    event.preventDefault();
    for (const each of every("[data-column].target")) if (each !== column) each.classList.remove("target");
    column.classList.add("target");
  });
  document.addEventListener("drop", (event) => {
    const column = dragged && columnAt(event);
    const card = column && find(`#board [data-lead="${CSS.escape(dragged)}"]`);
    if (card) { event.preventDefault(); moveTo(card, column.dataset.column); }
  });
  document.addEventListener("dragend", () => {
    dragged = "";
    for (const each of every("[data-column].target")) each.classList.remove("target");
  });

  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-moves]");
    if (button) open(button.closest("[data-lead]"), "");
    const closer = event.target.closest?.("[data-closes]");
    if (closer) find(`#${closer.dataset.closes}`).close();
  });
  document.addEventListener("change", (event) => { if (event.target.closest?.("#move-form")) showWhy(); });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "m" || event.ctrlKey || event.metaKey || event.altKey || find("dialog[open]")) return;
    if (event.target.closest?.("input, textarea, select")) return;
    const card = document.activeElement?.closest?.("#board [data-lead]");
    if (!card) return;
    event.preventDefault();
    open(card, "");
  });
  // The card that was moved keeps the focus.
  let moved = "";
  document.addEventListener("htmx:before:swap", (event) => {
    if (event.detail.ctx.sourceElement?.id === "move-form") moved = find("#move-form").elements.lead.value;
  });
  document.addEventListener("htmx:after:swap", () => {
    if (!moved) return;
    if (dialog()?.open) dialog().close();
    find(`#board [data-lead="${CSS.escape(moved)}"] .open`)?.focus();
    moved = "";
  });
})();
