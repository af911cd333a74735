// Where the visitor writes: a field that grows, keeps what is unsent over a reload, and counts where it gets long.
import { fill, icon, make } from "./dom.js";

const TEXT_CHARACTERS = 2000;
const COUNTED_FROM = 1800;
const TALLEST = 140;

export class Composer {
  /**
   * @param {any} texts
   * @param {import("./dom.js").Kept} session lasts as long as the tab
   * @param {(text: string) => void} say
   * @param {(on: boolean) => void} types told at most every few seconds, and taken back when the keys rest
   */
  constructor(texts, session, say, types) {
    this.texts = texts;
    this.session = session;
    this.say = say;
    this.types = types;
    this.typed = 0;
    this.input = make("textarea", {
      id: "message",
      rows: "1",
      dir: "auto",
      placeholder: texts.placeholder,
      enterkeyhint: "send",
      part: "input",
      "aria-describedby": "count",
    });
    this.input.value = session.get("draft") || "";
    this.count = make("p", { id: "count", class: "count", role: "status" });
    this.input.addEventListener("input", () => {
      this.grow();
      this.tell();
    });
    const submit = event => {
      event.preventDefault();
      this.submit();
    };
    this.element = make(
      "form",
      { class: "composer", part: "composer", onsubmit: submit },
      make("label", { class: "unseen", for: "message" }, texts.input),
      this.input,
      make("button", { type: "submit", class: "send", part: "send", "aria-label": texts.send }, icon("send")),
      this.count,
    );
  }

  focus() {
    this.input.focus();
  }

  clear() {
    this.input.value = "";
    this.grow();
  }

  submit() {
    const text = this.input.value.trim();
    if (!text || [...text].length > TEXT_CHARACTERS) return this.focus();
    this.clear();
    this.say(text);
  }

  tell() {
    const on = Boolean(this.input.value);
    const now = Date.now();
    clearTimeout(this.rest);
    if (on)
      this.rest = setTimeout(() => {
        this.typed = 0;
        this.types(false);
      }, 5000);
    if (on && now - this.typed < 3000) return;
    this.typed = on ? now : 0;
    this.types(on);
  }

  grow() {
    this.session.set("draft", this.input.value);
    this.input.style.height = "auto";
    this.input.style.height = `${Math.min(this.input.scrollHeight, TALLEST)}px`;
    const left = TEXT_CHARACTERS - [...this.input.value.trim()].length;
    const isCounted = left < TEXT_CHARACTERS - COUNTED_FROM;
    const text = left < 0 ? this.texts.too_long_here : isCounted ? this.texts.characters_left : "";
    this.count.textContent = fill(text, { count: Math.abs(left) });
    this.count.classList.toggle("wrong", left < 0);
  }
}
