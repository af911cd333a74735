// The line to the server: nothing that the visitor sends is lost, nothing arrives twice.
// A message waits in storage under its own id until the server has committed it, one at a time and in order; what the
// server says is counted, and after a break it goes on where it stopped. docs/protocol.md describes the protocol.

import { customer, newId, readEvents } from "./wire.js";

/**
 * @typedef {import("./dom.js").Kept} Kept
 * @typedef {{ race: Race, way: string, send: (frame: object) => void, close: () => void }} Link
 * @typedef {{ links: Set<Link>, events: (() => void) | null, isOpen?: boolean, over?: number, soon?: number }} Race
 */

const QUIET = 15_000; // then ask whether the line still stands
const PATIENCE = 5_000; // and wait this long for the answer
const OPENING = 10_000;
const ANSWER = 15_000;
const HEAD_START = 800; // of the socket, before events are tried beside it
const PROVEN = 3_600_000; // events that were the only way stay the way for so long, on every page

export class Connection {
  // `kept` is storage shared by all pages of the site. `hear` takes what happens: line, ready, state, about, typing,
  // online, slow, refused, renewed.
  /**
   * @param {string} talk the address of the chat's doors
   * @param {Kept} kept
   * @param {() => object} source where the visitor is, as the server is told
   * @param {(what: string, detail?: any) => void} hear
   */
  constructor(talk, kept, source, hear) {
    this.talk = talk;
    this.kept = kept;
    this.source = source;
    this.hear = hear;
    this.seq = 0;
    this.failures = 0;
    /** @type {Link | null} */
    this.link = null;
    /** @type {Race | null} */
    this.race = null;
    /** @type {string | null} the host's word on who is signed in */
    this.identity = null;
    this.isAsleep = false; // after the visitor had themselves forgotten, until they write or open the chat again
    this.told = "";
    /** @type {string | null} the id of the frame that is under way */
    this.sending = null;
    addEventListener("online", () => this.now());
    addEventListener("offline", () => this.hear("online", false));
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && this.now());
    addEventListener("pageshow", event => event.persisted && this.now());
  }

  // Keeps a frame until it is committed, and sends it as soon as that is possible.
  send(frame) {
    const id = newId();
    this.kept.set(`out:${String(Date.now()).padStart(15, "0")}:${id}`, JSON.stringify({ ...frame, id }));
    if (this.link) this.flush();
    else this.connect();
    return id;
  }

  // What still waits, oldest first.
  waiting() {
    return this.kept
      .names("out:")
      .map(name => {
        try {
          return JSON.parse(this.kept.get(name));
        } catch {
          this.kept.remove(name);
          return null;
        }
      })
      .filter(Boolean);
  }

  // Whether the visitor writes: worth nothing later, so it is told or lost.
  types(on) {
    if (this.link?.way !== "socket") return;
    try {
      this.link.send({ type: "typing", on });
    } catch {
      /* the line is being lost, which is noticed elsewhere */
    }
  }

  // Looks at once whether the line stands, and connects if not.
  now() {
    if (this.link) this.ask(this.link);
    else if (!this.isAsleep) this.connect();
  }

  // Tells where the visitor is, where that has changed. Over events every message tells it.
  where() {
    const source = this.source();
    if (this.link?.way !== "socket" || this.told === JSON.stringify(source)) return;
    this.told = JSON.stringify(source);
    this.link.send({ type: "where", source });
  }

  // ---------- whose conversation it is ----------

  // A new conversation; what waits goes there.
  restart() {
    this.kept.remove("token");
    this.follow();
  }

  // The conversation that the token names by now.
  follow() {
    this.drop();
    this.connect();
  }

  // Nothing of this visitor is left in the browser, and nothing is asked before they open the chat again.
  forget() {
    this.isAsleep = true;
    this.identity = null;
    for (const name of this.kept.names("")) this.kept.remove(name);
    this.drop();
  }

  // Who is signed in on the page: a token of its server, null for nobody, undefined as long as it has not said.
  identify(token) {
    if (token === undefined) return;
    this.identity = token;
    const before = this.kept.get("customer") || "";
    const now = token ? customer(token) : "";
    if (before === now) return;
    if (before) this.forget();
    this.identity = token;
    if (now) this.kept.set("customer", now);
    if (this.kept.get("token")) this.restart();
  }

  drop() {
    const race = this.race || this.link?.race;
    clearTimeout(this.retry);
    clearTimeout(this.silence);
    this.link = this.race = this.sending = null;
    if (race) end(race);
    this.seq = 0;
    this.hear("renewed");
  }

  // ---------- the line ----------

  // Opens a socket, and soon after events beside it: the first that is welcomed is the line, the other is given up.
  async connect() {
    clearTimeout(this.retry);
    if (this.link || this.race) return;
    this.isAsleep = false;
    /** @type {Race} */
    const race = { links: new Set(), events: null };
    this.race = race;
    race.over = setTimeout(() => this.failed(race), OPENING);
    const token = this.kept.get("token") || (await this.session(race));
    if (this.race !== race || !token) return;
    race.events = () => {
      clearTimeout(race.soon);
      race.events = null;
      this.openEvents(race, token);
    };
    const proven = Number(this.kept.get("events")),
      age = Date.now() - proven;
    if (!this.failures && proven && age >= 0 && age < PROVEN) return race.events();
    race.soon = setTimeout(() => race.events?.(), HEAD_START);
    race.isOpen = true;
    this.openSocket(race, token);
  }

  async session(race) {
    try {
      const body = this.identity ? JSON.stringify({ identity: this.identity }) : undefined;
      const response = await fetch(`${this.talk}session`, { method: "POST", credentials: "omit", body });
      const answer = await response.json();
      if (answer.reason === "identity") {
        console.error("Milepost chat: the identity that the page gave is not valid; the visitor stays unknown.");
        this.identity = null;
        this.kept.remove("customer");
      }
      if (answer.type === "refused" && answer.reason !== "identity") this.hear("refused", answer);
      if (!response.ok) throw answer;
      const token = this.kept.get("token") || answer.token; // another tab may have been faster
      this.kept.set("token", token);
      this.hear("about", answer.about);
      return token;
    } catch {
      this.failed(race);
      return null;
    }
  }

  join(race, way) {
    /** @type {Link} */
    const link = { race, way, send() {}, close() {} };
    race.links.add(link);
    return link;
  }

  openSocket(race, token) {
    const link = this.join(race, "socket");
    try {
      const socket = new WebSocket(`${this.talk.replace(/^http/, "ws")}ws`);
      link.send = frame => socket.send(JSON.stringify(frame));
      link.close = () => socket.close();
      socket.onopen = () => {
        const source = this.source();
        this.told = JSON.stringify(source);
        link.send({ type: "hello", token, after: this.seq, source });
      };
      socket.onmessage = event => this.heard(link, JSON.parse(event.data));
      socket.onclose = event => this.lost(link, event.code);
    } catch {
      this.lost(link);
    }
  }

  async openEvents(race, token) {
    const link = this.join(race, "events");
    const control = new AbortController();
    const headers = { authorization: `Bearer ${token}` };
    link.close = () => control.abort();
    link.send = async frame => {
      try {
        const body = JSON.stringify({ ...frame, source: this.source() });
        const response = await fetch(`${this.talk}messages`, { method: "POST", headers, body, credentials: "omit" });
        if (response.status === 401) this.lost(link, 4401);
        else this.heard(link, await response.json());
      } catch {
        this.lost(link);
      }
    };
    try {
      const response = await fetch(`${this.talk}events?after=${this.seq}`, {
        headers,
        signal: control.signal,
        cache: "no-store",
        credentials: "omit",
      });
      if (response.status === 401) return this.lost(link, 4401);
      if (!response.ok) throw response.status;
      if (!response.body) throw response.status;
      await readEvents(response.body, frame => this.heard(link, frame));
    } catch {
      /* reported below */
    }
    this.lost(link);
  }

  // The first link that is welcomed has won.
  won(link) {
    const { race } = link;
    this.race = null;
    this.link = link;
    this.failures = 0;
    end(race, link);
    if (link.way === "socket") this.kept.remove("events");
    else if (race.isOpen) this.kept.set("events", String(Date.now()));
  }

  heard(link, frame) {
    const isFirst = frame.type === "welcome" && this.race === link.race;
    if (isFirst) this.won(link);
    if (this.link !== link) return;
    this.quiet(link);
    if (frame.type === "welcome") {
      this.kept.set("token", frame.token);
      this.hear("about", frame.about);
      this.hear("online", true);
      this.flush();
    } else if (frame.type === "line") {
      if (frame.seq <= this.seq) return;
      this.seq = frame.seq;
      if (frame.id) this.settle(frame.id);
      this.hear("line", frame);
    } else if (frame.type === "ack" || frame.type === "refused") {
      const id = frame.id || this.sending;
      const sent = this.waiting().find(each => each.id === id);
      if (id) this.settle(id);
      this.hear(frame.type === "ack" ? "state" : "refused", { ...frame, id, sent, state: "delivered" });
      this.flush();
    } else if (frame.type === "wait") {
      this.sending = null;
      this.hear("slow", frame);
      clearTimeout(this.pause);
      this.pause = setTimeout(() => this.flush(), frame.seconds * 1000);
    } else if (frame.type === "typing" || frame.type === "ready") {
      this.hear(frame.type, frame);
    }
  }

  // Sends the oldest waiting frame, unless one is under way.
  flush() {
    if (!this.link || this.sending) return;
    const [frame] = this.waiting();
    if (!frame) return;
    this.sending = frame.id;
    this.hear("state", { id: frame.id, state: "sending" });
    const link = this.link;
    this.where();
    clearTimeout(this.answer);
    this.answer = setTimeout(() => this.sending === frame.id && this.lost(link), ANSWER);
    try {
      link.send(frame);
    } catch {
      this.lost(link);
    }
  }

  settle(id) {
    for (const name of this.kept.names("out:")) if (name.endsWith(id)) this.kept.remove(name);
    if (this.sending === id) this.sending = null;
  }

  // Something was heard: the line stands. A half-open socket never says that it is dead, so silence is asked.
  quiet(link) {
    clearTimeout(this.silence);
    if (link.way === "events") this.expect(link, QUIET + PATIENCE);
    else this.silence = setTimeout(() => this.ask(link), QUIET);
  }

  ask(link) {
    if (link.way === "events") return;
    this.expect(link, PATIENCE);
    try {
      link.send({ type: "ping" });
    } catch {
      this.lost(link);
    }
  }

  expect(link, milliseconds) {
    clearTimeout(this.silence);
    this.silence = setTimeout(() => this.lost(link), milliseconds);
  }

  // A link is gone. In a race the other way is tried at once; the line itself is made anew after a pause.
  /**
   * @param {Link} link
   * @param {number} [code]
   */
  lost(link, code) {
    if (this.link === link) return this.failed(link.race, code);
    if (this.race !== link.race || !link.race.links.delete(link)) return;
    if (code === 4401) this.failed(link.race, code);
    else if (link.race.events) link.race.events();
    else if (!link.race.links.size) this.failed(link.race, code);
  }

  /**
   * @param {Race} race
   * @param {number} [code]
   */
  failed(race, code) {
    if (this.race !== race && this.link?.race !== race) return;
    clearTimeout(this.silence);
    this.link = this.race = this.sending = null;
    end(race);
    for (const { id } of this.waiting()) this.hear("state", { id, state: "queued" });
    if (code === 4401) {
      this.kept.remove("token");
      this.seq = 0;
      this.hear("renewed");
    }
    this.failures += 1;
    this.hear("online", false);
    const delay = Math.min(400 * 2 ** this.failures, 10_000) * (0.7 + Math.random() * 0.6);
    this.retry = setTimeout(() => this.connect(), code === 4401 ? 50 : delay);
  }
}

// A race is over: every link but the winner is closed.
/**
 * @param {Race} race
 * @param {Link} [winner]
 */
function end(race, winner) {
  clearTimeout(race.over);
  clearTimeout(race.soon);
  race.events = null;
  for (const link of race.links) if (link !== winner) link.close();
  race.links.clear();
  if (winner) race.links.add(winner);
}
