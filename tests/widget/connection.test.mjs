// The line to the server against a network that is played here: every failure that it is made for.
import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";
import { Connection } from "../../milepost/web/widget/connection.js";

/** Storage as all pages of a site share it. */
class Shelf {
  constructor() {
    this.values = new Map();
  }
  get(name) {
    return this.values.get(name) ?? null;
  }
  set(name, value) {
    this.values.set(name, value);
  }
  remove(name) {
    this.values.delete(name);
  }
  names(start) {
    return [...this.values.keys()].filter(name => name.startsWith(start)).sort();
  }
}

let sockets;
let asked;
let answers;

class Socket {
  constructor() {
    this.sent = [];
    sockets.push(this);
  }
  send(text) {
    this.sent.push(JSON.parse(text));
  }
  close() {
    this.isClosed = true;
  }
  opens() {
    this.onopen({});
  }
  says(...frames) {
    for (const frame of frames) this.onmessage({ data: JSON.stringify(frame) });
  }
  dies(code = 1006) {
    this.onclose({ code });
  }
  get last() {
    return this.sent.at(-1);
  }
}

const WELCOME = { type: "welcome", token: "conversation.new", about: {} };
const soon = () => new Promise(resolve => setImmediate(resolve));

/** A connection with a token, and everything that it told. */
function connection(shelf = new Shelf()) {
  if (!shelf.get("token")) shelf.set("token", "conversation.old");
  const heard = [];
  const made = new Connection(
    "https://chat.example/chat/",
    shelf,
    () => ({ page: "/" }),
    (what, detail) => heard.push([what, detail]),
  );
  return { made, shelf, heard, of: what => heard.filter(([name]) => name === what).map(([, detail]) => detail) };
}

async function connected(shelf) {
  const all = connection(shelf);
  await all.made.connect();
  sockets.at(-1).opens();
  sockets.at(-1).says(WELCOME, { type: "ready", seq: 0 });
  return all;
}

beforeEach(() => {
  sockets = [];
  asked = [];
  answers = () => new Promise(() => {});
  mock.timers.enable({ apis: ["setTimeout", "Date"], now: 1_800_000_000_000 });
  globalThis.WebSocket = Socket;
  globalThis.addEventListener = () => {};
  globalThis.document = { addEventListener: () => {}, visibilityState: "visible" };
  globalThis.fetch = (address, options = {}) => {
    asked.push([address, options]);
    return answers(address, options);
  };
});

afterEach(() => mock.timers.reset());

/** A stream of events that stays open, and a way to say something on it. */
function stream() {
  let control;
  const body = new ReadableStream({
    start: each => {
      control = each;
    },
  });
  const says = frame => control.enqueue(new TextEncoder().encode(`data: ${JSON.stringify(frame)}\n\n`));
  return { response: { ok: true, status: 200, body }, says };
}

test("a message waits until it is committed and goes once", async () => {
  const { made, shelf, of } = await connected();
  const id = made.send({ type: "say", text: "hello" });
  assert.deepEqual(sockets[0].last, { type: "say", text: "hello", id });
  assert.equal(shelf.names("out:").length, 1);
  sockets[0].says({ type: "ack", id, seq: 1, at: "2026-11-30T00:00:00Z" });
  assert.equal(shelf.names("out:").length, 0);
  assert.equal(of("state").at(-1).state, "delivered");
  assert.equal(sockets[0].sent.filter(frame => frame.type === "say").length, 1);
});

test("messages go one at a time and in order", async () => {
  const { made } = await connected();
  const first = made.send({ type: "say", text: "first" });
  mock.timers.tick(1);
  made.send({ type: "say", text: "second" });
  assert.deepEqual(sockets[0].sent.map(frame => frame.text).filter(Boolean), ["first"]);
  sockets[0].says({ type: "ack", id: first, seq: 1 });
  assert.deepEqual(sockets[0].sent.map(frame => frame.text).filter(Boolean), ["first", "second"]);
});

test("a message that is swallowed is sent again on a new line under its own id", async () => {
  const { made } = await connected();
  const id = made.send({ type: "say", text: "hello" });
  mock.timers.tick(15_000);
  assert.ok(sockets[0].isClosed);
  mock.timers.tick(2_000);
  await soon();
  sockets[1].opens();
  sockets[1].says(WELCOME);
  assert.deepEqual(sockets[1].last, { type: "say", text: "hello", id });
});

test("a message that the replay shows is settled by it", async () => {
  const { made, shelf } = await connected();
  const id = made.send({ type: "say", text: "hello" });
  sockets[0].dies();
  mock.timers.tick(2_000);
  await soon();
  sockets[1].opens();
  sockets[1].says(WELCOME, { type: "line", seq: 1, id, author: "visitor", text: "hello" });
  assert.equal(shelf.names("out:").length, 0);
  mock.timers.tick(14_000);
  assert.equal(sockets[1].sent.filter(frame => frame.type === "say").length, 1);
});

test("a line is told once, whatever is replayed", async () => {
  const { of } = await connected();
  sockets[0].says({ type: "line", seq: 1, author: "bot" }, { type: "line", seq: 1, author: "bot" });
  sockets[0].says({ type: "line", seq: 2, author: "bot" }, { type: "line", seq: 1, author: "bot" });
  assert.deepEqual(
    of("line").map(line => line.seq),
    [1, 2],
  );
});

test("after a break it goes on where it stopped", async () => {
  await connected();
  sockets[0].says({ type: "line", seq: 7, author: "bot" });
  sockets[0].dies();
  mock.timers.tick(2_000);
  await soon();
  sockets[1].opens();
  assert.equal(sockets[1].sent[0].after, 7);
});

test("a half-open line is asked after 15 seconds and given up after 5 more", async () => {
  const { of } = await connected();
  mock.timers.tick(15_000);
  assert.deepEqual(sockets[0].last, { type: "ping" });
  mock.timers.tick(4_999);
  assert.ok(!sockets[0].isClosed);
  mock.timers.tick(1);
  assert.ok(sockets[0].isClosed);
  assert.equal(of("online").at(-1), false);
});

test("an hour asleep: the first look asks at once", async () => {
  const { made } = await connected();
  made.now();
  assert.deepEqual(sockets[0].last, { type: "ping" });
  sockets[0].says({ type: "pong" });
  mock.timers.tick(5_000);
  assert.ok(!sockets[0].isClosed);
});

test("events start beside a socket that is not welcomed soon, and the first that is wins", async () => {
  const { response, says } = stream();
  answers = () => Promise.resolve(response);
  const { made, shelf } = connection();
  await made.connect();
  mock.timers.tick(799);
  assert.equal(asked.length, 0);
  mock.timers.tick(1);
  assert.match(asked[0][0], /events\?after=0$/);
  says(WELCOME);
  while (!made.link) await soon();
  assert.equal(made.link.way, "events");
  assert.ok(sockets[0].isClosed);
  assert.ok(shelf.get("events"));
});

test("a socket that is welcomed in time asks for no events", async () => {
  await connected();
  mock.timers.tick(10_000);
  assert.equal(asked.length, 0);
});

test("the way that has proved itself is taken at once on the next page", async () => {
  const shelf = new Shelf();
  shelf.set("events", String(Date.now()));
  const { made } = connection(shelf);
  await made.connect();
  assert.equal(sockets.length, 0);
  assert.match(asked[0][0], /events/);
});

test("after an hour the socket gets another chance", async () => {
  const shelf = new Shelf();
  shelf.set("events", String(Date.now()));
  mock.timers.tick(3_600_000);
  const { made } = connection(shelf);
  await made.connect();
  assert.equal(sockets.length, 1);
});

test("a token that is no longer known begins a new conversation and keeps what waits", async () => {
  const { made, shelf, of } = await connected();
  made.send({ type: "say", text: "kept" });
  sockets[0].dies(4401);
  assert.equal(shelf.get("token"), null);
  assert.equal(of("renewed").length, 1);
  assert.equal(shelf.names("out:").length, 1);
  assert.equal(made.seq, 0);
});

test("a wait is kept to and then the same message goes again", async () => {
  const { made } = await connected();
  const id = made.send({ type: "say", text: "hello" });
  sockets[0].says({ type: "wait", id, reason: "rate", seconds: 2 });
  mock.timers.tick(1_999);
  assert.equal(sockets[0].sent.filter(frame => frame.id === id).length, 1);
  mock.timers.tick(1);
  assert.equal(sockets[0].sent.filter(frame => frame.id === id).length, 2);
});

test("a refused message leaves the queue and is told with what it was", async () => {
  const { made, shelf, of } = await connected();
  const id = made.send({ type: "form", seq: 3, fields: { email: "a@b.example" } });
  sockets[0].says({ type: "refused", id, reason: "expired", text: "…" });
  assert.equal(shelf.names("out:").length, 0);
  assert.equal(of("refused")[0].sent.fields.email, "a@b.example");
});

test("forgetting leaves nothing behind and asks for nothing", async () => {
  const { made, shelf } = await connected();
  made.send({ type: "say", text: "secret" });
  made.forget();
  assert.equal(shelf.values.size, 0);
  assert.ok(sockets[0].isClosed);
  made.now();
  await soon();
  assert.equal(sockets.length, 1);
  assert.equal(asked.length, 0);
});

test("another customer signed in begins anew, the same one goes on", async () => {
  const jwt = sub => `h.${Buffer.from(JSON.stringify({ sub })).toString("base64url")}.s`;
  const { made, shelf, of } = await connected();
  made.identify(jwt("42"));
  assert.equal(of("renewed").length, 1);
  assert.equal(shelf.get("customer"), "42");
  made.identify(jwt("42"));
  made.identify(undefined);
  assert.equal(of("renewed").length, 1);
  made.send({ type: "say", text: "secret" });
  made.identify(null);
  assert.equal(shelf.values.size, 0);
});
