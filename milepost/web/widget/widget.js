// Milepost chat: the panel. mount() builds it inside the launcher's shadow root at the first open.
import { drawBlock } from "./blocks.js";
import { Composer } from "./composer.js";
import { Connection } from "./connection.js";
import { counted } from "./counted.js";
import { fill, icon, Kept, make, webAddress } from "./dom.js";
import { Header } from "./header.js";
import { Log } from "./log.js";
import { Menu } from "./menu.js";
import { thumbs } from "./rating.js";
import { source } from "./source.js";
import { load, readTexts } from "./texts.js";

const LIMIT = "2,000";

export async function mount(host, options) {
  const style = load(`${options.assets}styles.css`).then(answer => answer.text());
  const [css, texts] = await Promise.all([style, readTexts(options)]);
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  host.shadowRoot.adoptedStyleSheets.push(sheet);
  return new Panel(host, options, texts);
}

class Panel {
  constructor(host, options, texts) {
    this.host = host;
    this.options = options;
    this.texts = texts;
    this.unread = 0;
    this.replayed = false;
    this.lastReply = 0;
    this.known = {}; // what the server has told about the company
    this.kept = new Kept(() => localStorage, `${options.key}:`);
    this.session = new Kept(() => sessionStorage, `${options.key}:`);
    this.locale = locale(options.lang);
    this.connection = new Connection(
      options.talk,
      this.kept,
      () => source(options.context),
      (what, detail) => this[what](detail),
    );
    this.log = new Log(this);
    const types = on => this.panel.classList.contains("with-person") && this.connection.types(on);
    this.composer = new Composer(texts, this.session, text => this.say(text), types);
    this.menu = new Menu(texts, { fresh: () => this.fresh(), forget: () => this.forget() });
    const acts = { person: () => this.askPerson(), leave: () => this.leave() };
    this.header = new Header(texts, this.menu.element, acts);
    this.build();
    this.about();
    host.wrapper.prepend(this.panel);
    host.wrapper.append(this.announcer);
    // What a former page could not send stands there at once; then the line is opened.
    for (const frame of this.connection.waiting()) this.showOwn(frame);
    this.identified();
    this.connection.connect();
    addEventListener("storage", event => event.key === `${options.key}:token` && this.changed(event));
  }

  // ---------- the elements ----------

  build() {
    const three = [make("i"), make("i"), make("i")];
    this.dots = make("div", { class: "typing", "aria-hidden": "true", hidden: true }, three);
    this.notice = make("p", { class: "line", role: "status", part: "status" });
    this.announcer = make("div", { class: "unseen", role: "status" });
    this.panel = make(
      "div",
      { class: "panel", part: "panel", role: "dialog", "aria-labelledby": "title", hidden: true },
      this.header.element,
      make("div", { class: "middle" }, this.log.element, this.log.newBelow),
      this.dots,
      this.notice,
      this.composer.element,
    );
    this.privacy = make("span", {});
    this.hours = make("p", { hidden: true });
    const words = make("div", {}, make("p", {}, this.texts.disclosure, this.privacy), this.hours);
    const disclosure = make("div", { class: "disclosure", part: "disclosure" }, icon("assistant"), words);
    this.log.element.append(make("div", { class: "intro", part: "intro" }, disclosure));
    this.welcome();
  }

  // The greeting with its first questions.
  welcome() {
    const starters = this.texts.starters.map(text => this.quickReply(text, () => this.say(text)));
    this.log.add(
      { author: "bot", text: this.texts.greeting, isFirst: true },
      make("div", { class: "quick" }, starters),
    );
  }

  // ---------- opening and closing ----------

  open(focus) {
    const seen = Number(this.kept.get("seen") || 0);
    const unseen = this.log.all(".turn[data-seq]:not(.visitor)").find(turn => turn.dataset.seq > seen);
    this.panel.hidden = false;
    this.unread = 0;
    this.connection.connect();
    this.seen();
    this.session.set("open", "1");
    counted("opened", this);
    this.composer.grow();
    this.log.begin(unseen);
    if (focus) this.composer.focus();
    this.host.emit("open");
  }

  close() {
    if (!this.panel.hidden) this.host.emit("close");
    this.panel.hidden = true;
    this.session.remove("open");
  }

  // Closes from inside: the keyboard goes back to the launcher.
  leave() {
    this.close();
    this.host.show(false, 0);
    this.host.launcher.focus();
  }

  // A key pressed in the panel: the launcher hands them on, because the page does not get to see them.
  key(event, target) {
    const isComposed = event.isComposing || event.keyCode === 229; // Safari tells the end of a composition after it
    if (isComposed || this.panel.hidden) return;
    if (event.key === "Enter" && target === this.composer.input) {
      if (event.shiftKey) return;
      event.preventDefault();
      this.composer.submit();
    } else if (event.key === "Escape" && !this.menu.list.hidden) {
      this.menu.show(false);
      this.menu.button.focus();
    } else if (event.key === "Escape") {
      this.leave();
    } else if (event.key === "Tab" && getComputedStyle(this.host.launcher).display === "none") {
      this.stayInside(event, target);
    }
  }

  // Full screen: what lies behind cannot be seen, so the focus stays inside.
  stayInside(event, target) {
    const all = this.panel.querySelectorAll("button, a[href], input, textarea, [tabindex='0']");
    const stops = [...all].filter(each => each.offsetParent);
    const [from, to] = event.shiftKey ? [stops[0], stops.at(-1)] : [stops.at(-1), stops[0]];
    if (target !== from) return;
    event.preventDefault();
    to.focus();
  }

  // ---------- what the visitor does ----------

  say(text) {
    this.send({ type: "say", text });
  }

  press(line, button) {
    this.send({ type: "press", seq: line.seq, button, title: line.buttons[button] });
  }

  askPerson() {
    if (this.header.isAsked) return;
    this.header.asked(true);
    this.send({ type: "person", language: this.options.lang });
    this.composer.focus();
  }

  fill(seq, fields, consent) {
    this.kept.set(`filled:${seq}`, "1");
    this.send({ type: "form", seq, fields, consent, language: this.options.lang });
    counted("lead", this);
    this.host.emit("lead", { fields: Object.keys(fields).filter(name => fields[name]), consent });
    this.composer.focus();
  }

  isFilled(seq) {
    return this.kept.get(`filled:${seq}`) === "1";
  }

  send(frame) {
    if (this.notice.dataset.why === "refused") this.tell("");
    const id = this.connection.send(frame);
    counted("talked", this);
    const turn = this.showOwn({ ...frame, id });
    this.host.emit("message", { author: "visitor" });
    if (turn) this.log.asked(turn);
  }

  // A message of the visitor that the server has not given a place yet.
  showOwn(frame) {
    const filled = Object.values(frame.fields || {}).filter(Boolean);
    const said = { say: frame.text, press: frame.title, person: this.texts.ask_person, form: filled.join(", ") };
    const text = said[frame.type];
    if (!text || this.log.own.has(frame.id)) return null;
    const turn = this.log.add({ author: "visitor", id: frame.id, text, at: new Date().toISOString() });
    this.state({ id: frame.id, state: this.connection.link ? "sending" : "queued" });
    return turn;
  }

  // ---------- whose conversation it is ----------

  fresh() {
    this.connection.restart();
    this.composer.focus();
  }

  // On a shared computer: nothing of this visitor stays in the browser.
  forget() {
    this.options.identity = null;
    this.composer.clear();
    this.connection.forget();
    for (const name of this.session.names("")) this.session.remove(name);
    this.leave();
  }

  // The page has said who is signed in, or that nobody is any more.
  identified() {
    this.connection.identify(this.options.identity);
    this.menu.list.querySelector(".fresh").hidden = Boolean(this.options.identity);
  }

  // Another tab has begun a new conversation, or forgotten this one.
  changed({ oldValue, newValue }) {
    const whose = token => token?.split(".")[0];
    if (whose(oldValue) === whose(newValue) || this.kept.get("token") !== newValue) return;
    if (newValue) return this.connection.follow();
    this.connection.forget();
    this.close();
    this.host.show(false, 0);
  }

  // The server no longer knows this visitor, or a new conversation begins: what waits goes there.
  renewed() {
    const waiting = new Set(this.connection.waiting().map(frame => frame.id));
    this.log.clear(id => waiting.has(id));
    this.welcome();
    for (const name of ["seen", ...this.kept.names("filled:")]) this.kept.remove(name);
    this.handoff({ state: "none" });
    this.tell("");
    this.replayed = false;
    this.lastReply = 0;
  }

  // ---------- what happens on the line ----------

  line(line) {
    const own = line.author === "visitor" && this.log.own.has(line.id);
    const turn = own ? this.log.own.get(line.id) : this.log.add(line);
    if (line.author === "visitor") this.state({ ...line, state: "delivered" });
    if (own) return;
    if (line.author !== "visitor") this.reply(line, turn);
    if (this.replayed && !this.panel.hidden) this.log.came(turn, line.author === "rep");
  }

  reply(line, turn) {
    this.typing({ on: false });
    this.lastReply = line.seq;
    if (line.custom?.type === "handoff") this.handoff(line.custom);
    else if (line.author === "bot" && !this.awaited) this.header.asked(false);
    if (line.author === "rep") this.handoff({ state: "joined", name: line.name });
    if (line.buttons?.length && !turn.nextElementSibling) {
      const replies = line.buttons.map((title, n) => this.quickReply(title, () => this.press(line, n)));
      turn.append(make("div", { class: "quick" }, replies));
    }
    if (line.author === "bot" && line.text && !turn.matches(".system")) turn.append(this.thumbs(line));
    if (this.replayed) this.host.emit("message", { author: line.author, seq: line.seq });
    this.seen(line.seq);
  }

  ready() {
    if (this.replayed) return;
    this.replayed = true;
    this.log.element.setAttribute("aria-live", "polite");
    this.log.begin();
    this.showUnread();
  }

  state(news) {
    this.log.state(news);
  }

  refused({ id, text, reason, sent }) {
    this.state({ id, state: "not_sent" });
    if (sent?.type === "form") this.again(sent);
    const told = fill(this.texts.refused[reason] || text, { limit: LIMIT });
    if (told) this.tell(told, "refused");
  }

  // A form that was refused stands there again, with what was filled in.
  again({ id, seq, fields }) {
    this.kept.remove(`filled:${seq}`);
    this.log.own.get(id)?.remove();
    const turn = this.log.turnOf(seq);
    turn?.querySelector(".sent-form")?.replaceWith(drawBlock(turn.line, this, fields));
  }

  // What the server tells of the company, and what the page has set.
  about(about = this.known) {
    this.known = about;
    const { texts, options } = this;
    this.header.name(options.title || (about.company ? fill(texts.title, about) : texts.assistant), options.logo);
    const privacy = about.privacy_url && webAddress(about.privacy_url);
    const link = { href: privacy, target: "_blank", rel: "noopener noreferrer" };
    this.privacy.replaceChildren(...(privacy ? [" ", make("a", link, texts.privacy)] : []));
    this.hours.hidden = !about.people_from;
    /** @type {Intl.DateTimeFormatOptions} */
    const shown = { weekday: "long", hour: "numeric", minute: "2-digit" };
    const time = about.people_from && new Date(about.people_from).toLocaleString(this.locale, shown);
    this.hours.textContent = time ? fill(texts.people_from, { time }) : "";
  }

  online(is) {
    if (is) {
      clearTimeout(this.offlineSoon);
      this.offlineSoon = 0;
      if (this.notice.dataset.why === "offline") this.tell("");
    } else {
      this.typing({ on: false });
      const say = () => this.notice.dataset.why !== "refused" && this.tell(this.texts.offline, "offline");
      this.offlineSoon ||= setTimeout(say, 1500);
    }
  }

  slow({ reason }) {
    if (reason !== "rate") return;
    this.tell(this.texts.slow_down, "slow");
    setTimeout(() => this.notice.dataset.why === "slow" && this.tell(""), 4000);
  }

  /** @param {{ on: boolean, after?: number | null }} typing after: the message that is answered; its reply may be here */
  typing({ on, after }) {
    if (on && after != null && this.lastReply > after) return;
    clearTimeout(this.typingEnds);
    this.dots.hidden = !on;
    if (on) this.typingEnds = setTimeout(() => this.dots.toggleAttribute("hidden", true), 20_000);
  }

  // "late": whoever joined is still there by name; "missed": nobody came, and a person may be asked for again.
  handoff({ state, name = "" }) {
    if (state === "late") return;
    const joined = state === "joined";
    this.awaited = state === "waiting" || joined;
    this.header.asked(this.awaited);
    this.header.joined(joined, name);
    this.panel.classList.toggle("with-person", joined);
    if (this.replayed && state !== "none") this.host.emit("handoff", { state });
  }

  // ---------- drawing ----------

  quickReply(title, act) {
    const press = () => {
      act();
      this.composer.focus();
    };
    return make("button", { type: "button", class: "reply", part: "quick-reply", dir: "auto", onclick: press }, title);
  }

  thumbs({ seq }) {
    const rate = (helpful, comment = "") =>
      this.connection.send({ type: "rate", seq, helpful, ...(comment && { comment }) });
    return thumbs(this.texts, rate, () => this.composer.focus());
  }

  tell(text, why = "") {
    this.notice.textContent = text;
    this.notice.dataset.why = why;
  }

  wide(turned = false) {
    return turned ? this.panel.classList.toggle("wide") : this.panel.classList.contains("wide");
  }

  // ---------- unread replies ----------

  seen(seq = this.connection.seq) {
    const before = Number(this.kept.get("seen") || 0);
    if (seq <= before) return;
    if (!this.panel.hidden) return this.kept.set("seen", String(seq));
    this.unread += 1;
    if (this.replayed) this.showUnread();
  }

  showUnread() {
    if (!this.panel.hidden || !this.unread) return;
    this.host.show(false, this.unread);
    this.announcer.textContent = this.host.launcher.getAttribute("aria-label");
    this.host.emit("unread", { count: this.unread });
  }
}

function locale(language) {
  for (const name of [document.documentElement.lang, language]) {
    try {
      const { locale } = new Intl.DateTimeFormat(name).resolvedOptions();
      if (locale.startsWith(language)) return locale;
    } catch {
      /* not a language's name */
    }
  }
  return undefined;
}
