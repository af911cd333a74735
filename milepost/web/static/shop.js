// The shop front's own buttons into the chat; without scripts they stay hidden, for then there is no chat.
const page = /** @type {any} */ (window);
for (const button of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-opens-chat]"))) {
  button.hidden = false;
  button.addEventListener("click", () => {
    if (page.Milepost?.open) page.Milepost.open();
    else page.Milepost = [...(page.Milepost || []), ["open"]];
  });
}
