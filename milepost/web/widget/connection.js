// The line to the server: nothing that the visitor sends is lost, nothing arrives twice.
// A message waits in storage under its own id until the server has committed it, one at a time and in order; what the
// server says is counted, and after a break it goes on where it stopped. The protocol is described in milepost/web/chat.py.

const QUIET = 15_000; // then ask whether the line still stands
const PATIENCE = 5_000; // and wait this long for the answer
const OPENING = 8_000;
const ANSWER = 15_000;

export class Connection {
  // `kept` is storage shared by all pages of the site. `hear` takes what happens: line, ready, state, about, typing,
  // online, slow, refused, renewed.
  constructor(talk, kept, source, hear) {
    Object.assign(this, { talk, kept, source, hear, seq: 0, failures: 0, link: null, sending: null, proven: null });
    addEventListener("online", () => this.now());
    addEventListener("offline", () => this.hear("online", false));
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && this.now());
    addEventListener("pageshow", event => event.persisted && this.now());
  }

  // Keeps a frame until it is committed, and sends it as soon as that is possible.
  send(frame) {
    const id = newId();
    this.kept.set(`out:${String(Date.now()).padStart(15, "0")}:${id}`, JSON.stringify({ ...frame, id }));
    this.flush();
    return id;
  }

  // What still waits, oldest first.
  waiting() {
    return this.kept.names("out:").map(name => {
      try { return JSON.parse(this.kept.get(name)); } catch { this.kept.remove(name); return null; }
    }).filter(Boolean);
  }

  // Whether the visitor writes: worth nothing later, so it is told or lost.
  types(on) {
    if (!this.link?.welcomed || this.link.way !== "socket") return;
    try { this.link.send({ type: "typing", on }); } catch { /* the line is being lost, which is noticed elsewhere */ }
  }

  // Looks at once whether the line stands, and connects if not.
  now() {
    clearTimeout(this.retry);
    if (this.link?.welcomed) this.ask(this.link);
    else if (!this.link) this.connect();
  }

  async connect() {
    clearTimeout(this.retry);
    if (this.link) return;
    const link = (this.link = { welcomed: false, close() {} });
    this.expect(link, OPENING);
    const token = this.kept.get("token") || (await this.session(link));
    if (this.link !== link || !token) return;
    const way = this.proven || (this.failures && this.failures % 3 === 0 ? "events" : "socket");
    link.way = way;
    if (way === "socket") this.openSocket(link, token);
    else this.openEvents(link, token);
  }

  async session(link) {
    try {
      const response = await fetch(`${this.talk}session`, { method: "POST", credentials: "omit" });
      const answer = await response.json();
      if (!response.ok) throw answer.type === "refused" ? this.hear("refused", answer) : answer;
      const token = this.kept.get("token") || answer.token; // another tab may have been faster
      this.kept.set("token", token);
      this.hear("about", answer.about);
      return token;
    } catch {
      this.lost(link);
      return null;
    }
  }

  openSocket(link, token) {
    try {
      const socket = new WebSocket(`${this.talk.replace(/^http/, "ws")}ws`);
      link.send = frame => socket.send(JSON.stringify(frame));
      link.close = () => socket.close();
      socket.onopen = () => link.send({ type: "hello", token, after: this.seq, source: this.source });
      socket.onmessage = event => this.heard(link, JSON.parse(event.data));
      socket.onclose = event => this.lost(link, event.code);
    } catch {
      this.lost(link);
    }
  }

  async openEvents(link, token) {
    const control = new AbortController();
    const headers = { authorization: `Bearer ${token}` };
    link.close = () => control.abort();
    link.send = async frame => {
      try {
        const body = JSON.stringify({ ...frame, source: this.source });
        const response = await fetch(`${this.talk}messages`, { method: "POST", headers, body, credentials: "omit" });
        if (response.status === 401) this.lost(link, 4401);
        else this.heard(link, await response.json());
      } catch {
        this.lost(link);
      }
    };
    try {
      const response = await fetch(`${this.talk}events?after=${this.seq}`, {
        headers, signal: control.signal, cache: "no-store", credentials: "omit",
      });
      if (response.status === 401) return this.lost(link, 4401);
      if (!response.ok) throw response.status;
      const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
      for (let rest = "", part = await reader.read(); !part.done; part = await reader.read()) {
        const events = (rest + part.value).split("\n\n");
        rest = events.pop();
        for (const event of events) {
          const data = event.split("\n").find(row => row.startsWith("data: "));
          if (data) this.heard(link, JSON.parse(data.slice(6)));
        }
      }
    } catch { /* reported below */ }
    this.lost(link);
  }

  heard(link, frame) {
    if (this.link !== link) return;
    this.quiet(link);
    if (frame.type === "welcome") {
      Object.assign(this, { failures: 0, proven: link.way });
      link.welcomed = true;
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
      if (id) this.settle(id);
      this.hear(frame.type === "ack" ? "state" : "refused", { ...frame, id, state: "delivered" });
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
    if (!this.link?.welcomed || this.sending) return;
    const [frame] = this.waiting();
    if (!frame) return;
    this.sending = frame.id;
    this.hear("state", { id: frame.id, state: "sending" });
    const link = this.link;
    clearTimeout(this.answer);
    this.answer = setTimeout(() => this.sending === frame.id && this.lost(link), ANSWER);
    try { link.send(frame); } catch { this.lost(link); }
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
    try { link.send({ type: "ping" }); } catch { this.lost(link); }
  }

  expect(link, milliseconds) {
    clearTimeout(this.silence);
    this.silence = setTimeout(() => this.lost(link), milliseconds);
  }

  lost(link, code) {
    if (this.link !== link) return;
    clearTimeout(this.silence);
    this.link = this.sending = null;
    link.close();
    for (const { id } of this.waiting()) this.hear("state", { id, state: "queued" });
    if (code === 4401) {
      this.kept.remove("token");
      this.seq = 0;
      this.hear("renewed");
    }
    this.failures += 1;
    if (this.failures > 4) this.proven = null;
    this.hear("online", false);
    const delay = Math.min(400 * 2 ** this.failures, 10_000) * (0.7 + Math.random() * 0.6);
    this.retry = setTimeout(() => this.connect(), code === 4401 ? 50 : delay);
  }
}

// crypto.randomUUID exists on HTTPS pages only.
function newId() {
  return [...crypto.getRandomValues(new Uint8Array(16))].map(byte => byte.toString(16).padStart(2, "0")).join("");
}
