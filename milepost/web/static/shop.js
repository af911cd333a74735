// The shop front's own buttons into the chat; without scripts they stay hidden, for then there is no chat.
for (const button of document.querySelectorAll("[data-opens-chat]")) {
  button.hidden = false;
  button.addEventListener("click", () => {
    const chat = window.Milepost;
    if (chat?.open) chat.open();
    else window.Milepost = [...(chat || []), ["open"]];
  });
}
