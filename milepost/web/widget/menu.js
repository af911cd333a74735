// The menu in the header: a new conversation, and what to do on a computer that others use. Both ask once more.
import { icon, make } from "./dom.js";

export class Menu {
  /**
   * @param {any} texts
   * @param {{ fresh: () => void, forget: () => void }} acts
   */
  constructor(texts, acts) {
    this.texts = texts;
    this.button = make(
      "button",
      { type: "button", class: "icon", part: "menu", "aria-label": texts.menu, "aria-expanded": "false" },
      icon("more"),
    );
    this.list = make("div", { class: "menu", part: "menu-list", hidden: true });
    this.element = make("div", { class: "menu-box" }, this.button, this.list);
    this.button.addEventListener("click", () => this.show(this.list.hidden));
    this.list.append(this.item(texts.fresh, texts.fresh_hint, acts.fresh, "fresh"));
    this.list.append(this.item(texts.forget, texts.forget_hint, acts.forget, "forget"));
    this.element.addEventListener("focusout", event => {
      if (event.relatedTarget && !this.element.contains(event.relatedTarget)) this.show(false);
    });
  }

  item(title, hint, act, name) {
    const press = () => {
      if (!button.matches(".sure")) return this.ask(button);
      this.show(false);
      this.button.focus();
      act();
    };
    const label = make("strong", {}, title);
    const button = make("button", { type: "button", class: name, onclick: press }, label, make("span", {}, hint));
    button.title_ = title;
    return button;
  }

  // The second press does it.
  ask(button) {
    button.classList.add("sure");
    button.firstChild.textContent = `${button.title_}: ${this.texts.sure}`;
  }

  show(is) {
    this.list.hidden = !is;
    this.button.setAttribute("aria-expanded", String(is));
    for (const button of this.list.children) {
      button.classList.remove("sure");
      button.firstChild.textContent = button.title_;
    }
  }
}
