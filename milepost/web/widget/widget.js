// Milepost chat: the panel. mount() builds it inside the launcher's shadow root at the first open.
import { drawBlock } from "./blocks.js";
import { Connection } from "./connection.js";
import { fill, icon, Kept, linked, make } from "./dom.js";

const TEXT_CHARACTERS = 2000;
const COUNTED_FROM = 1800;

export async function mount(host, options) {
  const [css, texts] = await Promise.all([
    load(`${options.assets}styles.css`).then(answer => answer.text()),
    load(options.texts || `${options.assets}texts.json`).then(answer => answer.json()),
  ]);
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  host.shadowRoot.adoptedStyleSheets.push(sheet);
  host.setAttribute("theme", options.theme);
  return new Panel(host, options, texts);
}

async function load(address) {
  const answer = await fetch(address, { credentials: "omit" });
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  return answer;
}

class Panel {
  constructor(host, options, texts) {
    Object.assign(this, { host, options, texts, turns: new Map(), unread: 0, replayed: false, lastAuthor: null, lastReply: 0 });
    this.kept = new Kept(() => localStorage, `${options.key}:`);
    this.session = new Kept(() => sessionStorage, `${options.key}:`);
    this.locale = locale();
    this.build();
    host.wrapper.prepend(this.panel);
    host.wrapper.append(this.announcer);
    for (const frame of this.connectionWaiting()) this.showOwn(frame);
  }

  // What a former page could not send stands there at once; then the line is opened.
  connectionWaiting() {
    this.connection = new Connection(this.options.talk, this.kept, source(), (what, detail) => this[what](detail));
    this.connection.connect();
    return this.connection.waiting();
  }

  // ---------- the elements ----------

  build() {
    const { texts } = this;
    this.name = make("h2", { id: "title", dir: "auto" }, this.options.title || texts.assistant);
    this.status = make("p", { class: "who-is-there", part: "badge-who" }, texts.automated);
    this.personButton = make("button", { type: "button", class: "person", part: "person", onclick: () => this.askPerson() },
      make("span", {}, texts.person_button));
    const close = make("button", { type: "button", class: "icon", part: "close", "aria-label": texts.close, onclick: () => this.leave() }, icon("close"));
    const header = make("header", { part: "header" }, make("span", { class: "mark" }, icon("assistant")),
      make("div", { class: "names" }, this.name, this.status), this.personButton, close);
    this.log = make("div", { class: "log", part: "log", role: "log", "aria-label": texts.log, "aria-live": "off", tabindex: "0" });
    this.log.addEventListener("scroll", () => this.isAtEnd() && (this.newBelow.hidden = true), { passive: true });
    this.newBelow = make("button", { type: "button", class: "new-below", hidden: true, onclick: () => this.toEnd() }, icon("arrow"), texts.new_below);
    this.dots = make("div", { class: "typing", "aria-hidden": "true", hidden: true }, make("i"), make("i"), make("i"));
    this.notice = make("p", { class: "line", role: "status", part: "status" });
    this.announcer = make("div", { class: "unseen", role: "status" });
    this.panel = make("div", { class: "panel", part: "panel", role: "dialog", "aria-labelledby": "title", hidden: true },
      header, make("div", { class: "middle" }, this.log, this.newBelow), this.dots, this.notice, this.composer());
    this.panel.addEventListener("keydown", event => this.key(event));
    this.greet();
  }

  composer() {
    const { texts } = this;
    this.input = make("textarea", { id: "message", rows: "1", dir: "auto", placeholder: texts.placeholder, enterkeyhint: "send", part: "input", "aria-describedby": "count" });
    this.input.value = this.session.get("draft") || "";
    this.count = make("p", { id: "count", class: "count", role: "status" });
    this.input.addEventListener("input", () => { this.grow(); this.types(); });
    this.input.addEventListener("keydown", event => {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      this.submit();
    });
    return make("form", { class: "composer", part: "composer", onsubmit: event => { event.preventDefault(); this.submit(); } },
      make("label", { class: "unseen", for: "message" }, texts.input), this.input,
      make("button", { type: "submit", class: "send", part: "send", "aria-label": texts.send }, icon("send")), this.count);
  }

  greet() {
    const { texts } = this;
    this.privacy = make("span", {});
    this.hours = make("p", { hidden: true });
    this.intro = make("div", { class: "intro", part: "intro" },
      make("div", { class: "disclosure", part: "disclosure" }, icon("assistant"),
        make("div", {}, make("p", {}, texts.disclosure, this.privacy), this.hours)));
    this.log.append(this.intro);
    const starters = texts.starters.map(text => this.quickReply(text, () => this.say(text)));
    this.greeting = this.turn({ author: "bot", text: texts.greeting, at: null });
    this.greeting.append(make("div", { class: "quick" }, starters));
  }

  // ---------- opening and closing ----------

  open(focus) {
    this.panel.hidden = false;
    this.unread = 0;
    this.seen();
    this.session.set("open", "1");
    this.grow();
    this.toEnd();
    if (focus) this.input.focus();
    this.emit("open");
  }

  close() {
    this.panel.hidden = true;
    this.session.remove("open");
  }

  // Closes from inside: the keyboard goes back to the launcher.
  leave() {
    this.close();
    this.host.show(false, 0);
    this.host.launcher.focus();
  }

  key(event) {
    if (event.key === "Escape") {
      event.stopPropagation();
      this.leave();
    } else if (event.key === "Tab" && getComputedStyle(this.host.launcher).display === "none") {
      // Full screen: what lies behind cannot be seen, so the focus stays inside.
      const stops = [...this.panel.querySelectorAll("button, a[href], input, textarea, [tabindex='0']")].filter(each => each.offsetParent);
      const [from, to] = event.shiftKey ? [stops[0], stops.at(-1)] : [stops.at(-1), stops[0]];
      if (this.host.shadowRoot.activeElement === from) { event.preventDefault(); to.focus(); }
    }
  }

  // ---------- what the visitor does ----------

  submit() {
    const text = this.input.value.trim();
    if (!text || [...text].length > TEXT_CHARACTERS) return this.input.focus();
    this.input.value = "";
    this.grow();
    this.say(text);
  }

  // Told to a person only, at most every few seconds, and taken back when the keys rest.
  types() {
    if (!this.panel.classList.contains("with-person")) return;
    const on = Boolean(this.input.value), now = Date.now();
    clearTimeout(this.typesEnds);
    if (on) this.typesEnds = setTimeout(() => { this.typed = 0; this.connection.types(false); }, 5000);
    if (on && now - (this.typed || 0) < 3000) return;
    this.typed = on ? now : 0;
    this.connection.types(on);
  }

  say(text) { this.send({ type: "say", text }); }

  press(line, button) { this.send({ type: "press", seq: line.seq, button, title: line.buttons[button] }); }

  askPerson() {
    if (this.personButton.getAttribute("aria-disabled")) return;
    this.personAsked(true);
    this.send({ type: "person" });
    this.input.focus();
  }

  fill(seq, fields, consent) {
    this.kept.set(`filled:${seq}`, "1");
    this.send({ type: "form", seq, fields, consent });
    this.emit("lead", { fields: Object.keys(fields), consent });
    this.input.focus();
  }

  isFilled(seq) { return this.kept.get(`filled:${seq}`) === "1"; }

  send(frame) {
    if (this.notice.dataset.why === "refused") this.tell("");
    const id = this.connection.send(frame);
    this.showOwn({ ...frame, id });
    this.emit("message", { author: "visitor" });
    this.toEnd();
  }

  // A message of the visitor that the server has not given a place yet.
  showOwn(frame) {
    const text = { say: frame.text, press: frame.title, person: this.texts.ask_person, form: Object.values(frame.fields || {}).join(", ") }[frame.type];
    if (!text || this.turns.has(frame.id)) return;
    const turn = this.turn({ author: "visitor", text, at: new Date().toISOString() });
    this.turns.set(frame.id, turn);
    this.state({ id: frame.id, state: this.connection?.link?.welcomed ? "sending" : "queued" });
  }

  // ---------- what happens on the line ----------

  line(line) {
    const own = line.author === "visitor" && this.turns.get(line.id);
    if (own) return this.state({ id: line.id, state: "delivered", at: line.at });
    const stay = this.panel.hidden || this.isAtEnd();
    const turn = this.turn(line);
    if (line.id) this.turns.set(line.id, turn);
    if (line.author === "visitor") this.state({ id: line.id, state: "delivered" });
    else this.reply(line, turn);
    if (this.replayed && stay) this.toEnd();
    else if (this.replayed) this.newBelow.hidden = false;
  }

  reply(line, turn) {
    this.typing({ on: false });
    this.lastReply = line.seq;
    if (line.custom?.type === "handoff") this.handoff(line.custom);
    else if (line.author === "bot" && !this.awaited) this.personAsked(false);
    if (line.author === "rep") this.handoff({ state: "joined", name: line.name });
    if (line.buttons?.length) turn.append(make("div", { class: "quick" }, line.buttons.map((title, n) => this.quickReply(title, () => this.press(line, n)))));
    if (line.author === "bot" && line.text && !turn.matches(".system")) turn.append(this.thumbs(line));
    if (this.replayed) this.emit("message", { author: line.author, seq: line.seq });
    this.seen(line.seq);
  }

  ready() {
    if (this.replayed) return;
    this.replayed = true;
    this.log.setAttribute("aria-live", "polite");
    this.toEnd();
    this.showUnread();
  }

  state({ id, state, at }) {
    const turn = this.turns.get(id);
    if (!turn) return;
    if (turn.dataset.state === "delivered" && state !== "delivered") return;
    turn.dataset.state = state;
    const shown = { queued: "clock", sending: "clock", delivered: "check", not_sent: "alert" };
    turn.querySelector(".state").replaceChildren(icon(shown[state]), this.texts[state]);
    if (at) setTime(turn.querySelector("time"), at, this.locale);
    for (const other of this.log.querySelectorAll(".turn.latest")) other.classList.remove("latest");
    [...this.log.querySelectorAll(".turn.visitor[data-state=delivered]")].at(-1)?.classList.add("latest");
  }

  refused({ id, text }) {
    const turn = this.turns.get(id);
    if (turn) {
      this.state({ id, state: "not_sent" });
      turn.classList.add("refused");
    }
    if (text) this.tell(text, "refused");
  }

  about(about) {
    if (!about) return;
    const { texts } = this;
    this.name.textContent = this.options.title || fill(texts.title, about);
    if (about.privacy_url) this.privacy.replaceChildren(" ",
      make("a", { href: about.privacy_url, target: "_blank", rel: "noopener noreferrer" }, texts.privacy));
    this.hours.hidden = !about.people_from;
    if (about.people_from) this.hours.textContent = fill(texts.people_from, { time: moment(about.people_from, this.locale) });
  }

  online(is) {
    if (is) {
      clearTimeout(this.offlineSoon);
      this.offlineSoon = null;
      if (this.notice.dataset.why === "offline") this.tell("");
    } else {
      this.typing({ on: false });
      this.offlineSoon ??= setTimeout(() => this.notice.dataset.why !== "refused" && this.tell(this.texts.offline, "offline"), 1500);
    }
  }

  slow({ reason }) {
    if (reason !== "rate") return;
    this.tell(this.texts.slow_down, "slow");
    setTimeout(() => this.notice.dataset.why === "slow" && this.tell(""), 4000);
  }

  // The server no longer knows this visitor: a new conversation begins, and what waits goes there.
  renewed() {
    const waiting = new Set(this.connection.waiting().map(frame => frame.id));
    for (const turn of this.log.querySelectorAll(".turn[data-seq], .turn[data-state=delivered]")) turn.remove();
    for (const id of this.turns.keys()) if (!waiting.has(id)) this.turns.delete(id);
    this.kept.remove("seen");
    for (const name of this.kept.names("filled:")) this.kept.remove(name);
    this.replayed = false;
  }

  // `after`: the message that is being answered; its reply may have come first.
  typing({ on, after }) {
    if (on && after != null && this.lastReply > after) return;
    clearTimeout(this.typingEnds);
    const stay = this.isAtEnd();
    this.dots.hidden = !on;
    if (on) this.typingEnds = setTimeout(() => (this.dots.hidden = true), 20_000);
    if (stay && on) this.log.scrollTop = this.log.scrollHeight;
  }

  // "late": whoever joined is still there by name; "missed": nobody came, and a person may be asked for again.
  handoff({ state, name }) {
    if (state === "late") return;
    const joined = state === "joined";
    this.awaited = state === "waiting" || joined;
    this.personAsked(this.awaited);
    this.personButton.hidden = joined;
    this.panel.classList.toggle("with-person", joined);
    this.status.textContent = joined ? `${name || ""} · ${this.texts.person}`.replace(/^ · /, "") : this.texts.automated;
    if (this.replayed) this.emit("handoff", { state });
  }

  // ---------- drawing ----------

  turn(line) {
    const { texts } = this;
    const who = { visitor: texts.you, bot: texts.assistant, rep: line.name || texts.person, system: "" }[line.author] ?? texts.assistant;
    const time = make("time", {});
    if (line.at) setTime(time, line.at, this.locale);
    const again = this.lastAuthor === line.author + who;
    this.lastAuthor = line.author + who;
    const noticeOnly = line.custom?.type === "handoff" && (!line.text || line.custom.text === line.text);
    const author = noticeOnly ? "system" : line.author;
    const turn = make("div", { class: `turn ${author}${again ? " again" : ""}`, part: `message message-${line.author}`, "data-seq": line.seq },
      make("p", { class: "who" }, line.author === "visitor" ? null : icon(line.author === "rep" ? "person" : "assistant"),
        make("span", {}, who), line.author === "rep" && make("span", { class: "is-person" }, texts.person), time),
      line.text && !noticeOnly &&
        make("div", { class: "bubble", part: `bubble bubble-${line.author}`, dir: "auto" }, line.author === "visitor" ? line.text : linked(line.text)),
      line.author === "visitor" ? make("p", { class: "state", "aria-live": "off" }) : drawBlock(line, this));
    if (line.author === "visitor") for (const quick of this.log.querySelectorAll(".quick")) quick.remove();
    for (const thumbs of this.log.querySelectorAll(".thumbs:not(.rated)")) thumbs.hidden = true;
    this.log.append(turn);
    return turn;
  }

  quickReply(title, act) {
    return make("button", { type: "button", class: "reply", part: "quick-reply", dir: "auto", onclick: () => { act(); this.input.focus(); } }, title);
  }

  thumbs(line) {
    const { texts } = this;
    const box = make("div", { class: "thumbs", "aria-live": "off" });
    const rate = (helpful, pressed, comment) => {
      this.connection.send({ type: "rate", seq: line.seq, helpful, ...(comment && { comment }) });
      box.classList.add("rated");
      for (const button of box.querySelectorAll(".icon")) button.setAttribute("aria-pressed", String(button === pressed));
    };
    const up = make("button", { type: "button", class: "icon", "aria-label": texts.helpful, "aria-pressed": "false" }, icon("up"));
    const down = make("button", { type: "button", class: "icon", "aria-label": texts.not_helpful, "aria-pressed": "false" }, icon("down"));
    const said = make("span", { class: "faint", role: "status" });
    up.addEventListener("click", () => { rate(true, up); box.querySelector("form")?.remove(); said.textContent = texts.rated; });
    down.addEventListener("click", () => {
      rate(false, down);
      if (box.querySelector("form")) return;
      const comment = make("input", { class: "field", "aria-label": texts.comment, placeholder: texts.comment, maxlength: "500", dir: "auto" });
      const form = make("form", {}, comment, make("button", { type: "submit", class: "quiet" }, texts.comment_send));
      form.addEventListener("submit", event => {
        event.preventDefault();
        if (comment.value.trim()) rate(false, down, comment.value.trim());
        form.remove();
        said.textContent = texts.rated;
        this.input.focus();
      });
      box.append(form);
      comment.focus();
    });
    box.append(up, down, said);
    return box;
  }

  personAsked(is) {
    this.personButton.lastChild.textContent = is ? this.texts.person_asked : this.texts.person_button;
    if (is) this.personButton.setAttribute("aria-disabled", "true"); else this.personButton.removeAttribute("aria-disabled");
  }

  grow() {
    this.session.set("draft", this.input.value);
    this.input.style.height = "auto";
    this.input.style.height = `${Math.min(this.input.scrollHeight, 140)}px`;
    const left = TEXT_CHARACTERS - [...this.input.value.trim()].length;
    const text = left < 0 ? this.texts.too_long_here : left < TEXT_CHARACTERS - COUNTED_FROM ? this.texts.characters_left : "";
    this.count.textContent = fill(text, { count: Math.abs(left) });
    this.count.classList.toggle("wrong", left < 0);
  }

  tell(text, why = "") {
    this.notice.textContent = text;
    this.notice.dataset.why = why;
  }

  isWide() { return this.panel.classList.contains("wide"); }

  wide() {
    const isWide = this.panel.classList.toggle("wide");
    this.toEnd();
    return isWide;
  }

  isAtEnd() { return this.log.scrollHeight - this.log.clientHeight - this.log.scrollTop < 60; }

  // To the newest, but never past the visitor's last question: a long reply is read from its beginning.
  toEnd() {
    const question = [...this.log.querySelectorAll(".turn.visitor")].at(-1);
    const end = this.log.scrollHeight - this.log.clientHeight;
    const start = question ? question.offsetTop - 12 : 0;
    this.log.scrollTop = question && end - start < 100 ? end : start;
    this.newBelow.hidden = true;
  }

  // ---------- unread replies, and what the website may hear ----------

  seen(seq = this.connection.seq) {
    const before = Number(this.kept.get("seen") || 0);
    if (!this.panel.hidden) { if (seq > before) this.kept.set("seen", String(seq)); }
    else if (seq > before) { this.unread += 1; if (this.replayed) this.showUnread(); }
  }

  showUnread() {
    if (!this.panel.hidden || !this.unread) return;
    this.host.show(false, this.unread);
    this.announcer.textContent = this.host.launcher.getAttribute("aria-label");
  }

  emit(name, detail = {}) {
    this.host.dispatchEvent(new CustomEvent(`milepost:${name}`, { bubbles: true, composed: true, detail }));
  }
}

function setTime(element, at, of) {
  const date = new Date(at);
  element.dateTime = at;
  element.textContent = (date.toDateString() === new Date().toDateString() ? "" : `${date.toLocaleDateString(of, { day: "numeric", month: "short" })} `)
    + date.toLocaleTimeString(of, { hour: "numeric", minute: "2-digit" });
}

function moment(at, of) {
  return new Date(at).toLocaleString(of, { weekday: "long", hour: "numeric", minute: "2-digit" });
}

function locale() {
  try { return new Intl.DateTimeFormat(document.documentElement.lang || undefined).resolvedOptions().locale; } catch { return undefined; }
}

// Where the visitor comes from: the page without its query, but for campaign marks.
function source() {
  const query = new URLSearchParams(location.search);
  const campaign = ["utm_source", "utm_medium", "utm_campaign"].map(name => query.get(name)).filter(Boolean).join(" / ");
  return {
    page: location.origin + location.pathname,
    referrer: document.referrer.split(/[?#]/)[0],
    campaign,
    ref: query.get("ref") || "",
    language: navigator.language,
    timezone: Intl.DateTimeFormat().resolvedOptions().timeZone || "",
  };
}
