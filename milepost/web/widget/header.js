// The head of the panel: whose chat it is, who answers, the way to a person, the menu and the way out.
import { icon, make, webAddress } from "./dom.js";

export class Header {
  /**
   * @param {any} texts
   * @param {any} menu
   * @param {{ person: () => void, leave: () => void }} acts
   */
  constructor(texts, menu, acts) {
    this.texts = texts;
    this.isAsked = false;
    const button = (attributes, ...children) => make("button", { type: "button", ...attributes }, ...children);
    this.title = make("h2", { id: "title", dir: "auto" });
    this.mark = make("span", { class: "mark" });
    this.status = make("p", { class: "who-is-there", part: "badge-who" }, texts.automated);
    const person = { class: "person", part: "person", onclick: acts.person };
    this.person = button(person, icon("person"), make("span", {}, texts.person_button));
    const close = { class: "icon", part: "close", "aria-label": texts.close, onclick: acts.leave };
    this.element = make(
      "div",
      { class: "header", part: "header" },
      this.mark,
      make("div", { class: "names" }, this.title, this.status),
      this.person,
      menu,
      button(close, icon("close")),
    );
  }

  name(title, logo) {
    const picture = logo && webAddress(logo);
    this.title.textContent = title;
    this.mark.replaceChildren(picture ? make("img", { src: picture, alt: "" }) : icon("assistant"));
    this.mark.classList.toggle("logo", Boolean(picture));
  }

  // Whether a person has been asked for.
  asked(is) {
    this.isAsked = is;
    this.person.lastChild.textContent = is ? this.texts.person_asked : this.texts.person_button;
    if (is) this.person.setAttribute("aria-disabled", "true");
    else this.person.removeAttribute("aria-disabled");
  }

  joined(is, name) {
    const { person, automated } = this.texts;
    this.person.hidden = is;
    this.status.textContent = is ? [name, person].filter(Boolean).join(" · ") : automated;
  }
}
