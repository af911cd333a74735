// The conversation as it is drawn: every line once, in the server's order, and the newest in view.
import { drawBlock } from "./blocks.js";
import { icon, linked, make, setTime } from "./dom.js";
import { placeOf, Reading } from "./history.js";

const NEAR = 60; // pixels from the end at which the visitor counts as being there
const STATES = { queued: "clock", sending: "clock", delivered: "check", not_sent: "alert" };

export class Log {
  constructor(chat) {
    this.chat = chat;
    this.texts = chat.texts;
    /** @type {Map<string, any>} the visitor's own turns by message id */
    this.own = new Map();
    this.reading = new Reading();
    this.following = true;
    this.put = [0];
    this.element = make("div", {
      class: "log",
      part: "log",
      role: "log",
      "aria-label": this.texts.log,
      "aria-live": "off",
      tabindex: "0",
    });
    this.newBelow = make(
      "button",
      { type: "button", class: "new-below", hidden: true, onclick: () => this.toEnd() },
      icon("arrow"),
      this.texts.new_below,
    );
    this.element.addEventListener("scroll", () => this.scrolled(), { passive: true });
    // Lines are watched too: one that grows unseen would move the log at the visitor's next scroll, under their finger.
    this.sizes = new ResizeObserver(() => this.resized());
    this.sizes.observe(this.element);
  }

  // ---------- lines ----------

  // A line in its place; one of the visitor's own without a number stands last.
  add(line, ...extra) {
    const turn = this.draw(line);
    turn.append(...extra.filter(Boolean));
    turn.line = line;
    this.sizes.observe(turn);
    if (line.id) this.own.set(line.id, turn);
    if (line.author === "visitor") for (const quick of this.all(".quick")) quick.remove();
    for (const thumbs of this.all(".thumbs:not(.rated)")) thumbs.hidden = true;
    if (line.isFirst) this.element.insertBefore(turn, this.element.children[1] || null);
    else this.place(turn, line.seq);
    return turn;
  }

  place(turn, seq) {
    const others = /** @type {HTMLElement[]} */ ([...this.element.children]).filter(each => each !== turn);
    const entries = others.map(each =>
      each.dataset.seq ? Number(each.dataset.seq) : each.matches(".visitor:not(.refused)") ? null : undefined,
    );
    if (seq != null) turn.dataset.seq = seq;
    const before = others[placeOf(entries, seq)] || null;
    if (turn.parentNode !== this.element || turn.nextElementSibling !== before) this.element.insertBefore(turn, before);
    for (const each of [turn, turn.nextElementSibling]) {
      each?.classList.toggle("again", each.previousElementSibling?.dataset.who === each.dataset.who);
    }
  }

  draw(line) {
    const { texts } = this;
    const who =
      { visitor: texts.you, bot: texts.assistant, rep: line.name || texts.person, system: "" }[line.author] ??
      texts.assistant;
    const time = make("time", { dir: "auto" });
    if (line.at) setTime(time, line.at, this.chat.locale);
    const noticeOnly = line.custom?.type === "handoff" && (!line.text || line.custom.text === line.text);
    return make(
      "div",
      {
        class: `turn ${noticeOnly ? "system" : line.author}`,
        part: `message message-${line.author}`,
        "data-who": line.author + who,
      },
      make(
        "p",
        { class: "who" },
        line.author === "visitor" ? null : icon(line.author === "rep" ? "person" : "assistant"),
        make("span", {}, who),
        line.author === "rep" && make("span", { class: "is-person" }, texts.person),
        time,
      ),
      line.text &&
        !noticeOnly &&
        make(
          "div",
          { class: "bubble", part: `bubble bubble-${line.author}`, dir: "auto" },
          line.author === "visitor" ? line.text : linked(line.text),
        ),
      line.author === "visitor" ? make("p", { class: "state", "aria-live": "off" }) : drawBlock(line, this.chat),
    );
  }

  // How far one of the visitor's own lines is.
  state({ id, state, at, seq }) {
    const turn = this.own.get(id);
    if (!turn || (turn.dataset.state === "delivered" && state !== "delivered")) return;
    turn.dataset.state = state;
    turn.classList.toggle("refused", state === "not_sent");
    turn.querySelector(".state").replaceChildren(icon(STATES[state]), this.texts[state]);
    if (at) setTime(turn.querySelector("time"), at, this.chat.locale);
    if (seq != null && !turn.dataset.seq) this.place(turn, seq);
    for (const other of this.all(".turn.latest")) other.classList.remove("latest");
    this.all(".turn.visitor[data-state=delivered]").at(-1)?.classList.add("latest");
  }

  // A new conversation begins; only what `waits` says is kept, the rest goes.
  clear(waits) {
    const kept = [...this.own].filter(([id]) => waits(id));
    this.own = new Map(kept);
    const still = new Set(kept.map(([, turn]) => turn));
    for (const turn of this.all(".turn")) if (!still.has(turn)) turn.remove();
    this.reading = new Reading();
    this.newBelow.hidden = true;
    this.element.setAttribute("aria-live", "off");
  }

  all(selector) {
    return /** @type {any[]} */ ([...this.element.querySelectorAll(selector)]);
  }

  /** @returns {any} */
  turnOf(seq) {
    return this.element.querySelector(`.turn[data-seq="${Number(seq)}"]`);
  }

  // ---------- what is in view ----------

  // The visitor has written: they look at their own words, and the answer is read from there.
  asked(turn) {
    this.reading.asked(turn);
    this.settle(true);
  }

  // A line has come: followed, unless the visitor has scrolled away or reads a long answer.
  came(turn, isPerson) {
    const reads = !this.isAtEnd(turn.offsetHeight + NEAR);
    const from = this.reading.from;
    const isNew = this.reading.came(turn);
    if (isPerson) this.reading.from = turn;
    else if (isNew && reads) this.reading.from = from;
    if (this.following) this.settle();
    else this.mark();
  }

  // The place to begin at when the chat is opened: what is new, or the last question where the bot's answer stands last.
  begin(unseen) {
    const last = this.all(".turn").at(-1);
    this.reading.from = unseen || (last?.matches(".bot") ? this.all(".turn.visitor").at(-1) : null);
    this.settle(true);
  }

  // Something in the log has grown.
  settled() {
    if (this.following) this.settle();
    else this.mark();
  }

  // To the newest, but never past the beginning of what has not been read.
  settle(always = false) {
    const { clientHeight, scrollHeight } = this.element;
    if (!clientHeight) return;
    if (always) this.following = true;
    const end = scrollHeight - clientHeight,
      from = this.reading.from;
    this.scrollTo(from?.isConnected ? Math.min(end, from.offsetTop - 12) : end);
  }

  toEnd() {
    this.reading.from = null;
    this.settle(true);
  }

  scrollTo(top) {
    this.element.scrollTop = top;
    this.put = this.measured();
    this.mark();
  }

  // Moved by the visitor, unless the log has changed its size: then the browser has moved it.
  scrolled() {
    const [top, ...size] = this.measured();
    if (String(size) !== String(this.put.slice(1))) return this.resized();
    if (Math.abs(top - this.put[0]) > 2) this.following = this.isAtEnd();
    this.put = this.measured();
    this.mark();
  }

  // Another size, as when a keyboard comes up: who saw the newest line sees it still.
  resized() {
    const [top, height, whole] = this.put;
    if (!this.following) this.scrollTo(this.element.scrollTop);
    else if (whole - height - top < NEAR) this.scrollTo(this.element.scrollHeight);
    else this.settle();
  }

  measured() {
    return [this.element.scrollTop, this.element.clientHeight, this.element.scrollHeight];
  }

  // "New messages" shows as long as the last line is out of sight, and only then.
  mark() {
    const { scrollTop, clientHeight } = this.element,
      last = this.all(".turn").at(-1);
    const isBelow = clientHeight && !this.isAtEnd() && last && last.offsetTop + 24 > scrollTop + clientHeight;
    this.newBelow.hidden = !isBelow;
  }

  isAtEnd(near = NEAR) {
    return this.element.scrollHeight - this.element.clientHeight - this.element.scrollTop < near;
  }
}
