// What the visitor thought of one reply: a thumb, and why.
import { icon, make } from "./dom.js";

/**
 * @param {any} texts
 * @param {(helpful: boolean, comment?: string) => void} rate
 * @param {() => void} done where the focus goes
 */
export function thumbs(texts, rate, done) {
  const box = make("div", { class: "thumbs", "aria-live": "off" });
  const said = make("span", { class: "faint", role: "status" });
  const button = (label, name) =>
    make("button", { type: "button", class: "icon", "aria-label": label, "aria-pressed": "false" }, icon(name));
  const up = button(texts.helpful, "up");
  const down = button(texts.not_helpful, "down");
  const press = pressed => {
    box.classList.add("rated");
    for (const each of [up, down]) each.setAttribute("aria-pressed", String(each === pressed));
  };
  up.addEventListener("click", () => {
    rate(true);
    press(up);
    box.querySelector("form")?.remove();
    said.textContent = texts.rated;
  });
  down.addEventListener("click", () => {
    rate(false);
    press(down);
    if (box.querySelector("form")) return;
    const asked = { class: "field", "aria-label": texts.comment, placeholder: texts.comment, maxlength: "500" };
    const comment = make("input", { ...asked, dir: "auto" });
    const send = make("button", { type: "submit", class: "quiet" }, texts.comment_send);
    const form = make("form", {}, comment, send);
    form.addEventListener("submit", event => {
      event.preventDefault();
      if (comment.value.trim()) rate(false, comment.value.trim());
      form.remove();
      said.textContent = texts.rated;
      done();
    });
    box.append(form);
    comment.focus();
  });
  box.append(up, down, said);
  return box;
}
