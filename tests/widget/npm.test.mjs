// The package for pages that are built from modules: the loader once, with the options, and calls that wait for it.
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

const SRC = "https://chat.example/widget/loader.js";
let asked;
let loadChat;
let copies = 0;
const load = async address => asked.push(address);

beforeEach(async () => {
  asked = [];
  delete globalThis.Milepost;
  globalThis.document = {};
  ({ loadChat } = await import(`../../npm/index.js?copy=${++copies}`));
});

test("the loader is asked for once, with its options, and called again they change", () => {
  loadChat({ src: SRC, title: "Shoes" }, load);
  loadChat({ src: SRC, title: "Boots" }, load);
  assert.deepEqual(asked, [SRC]);
  const given = Object.assign({}, ...globalThis.Milepost.map(([, values]) => values)); // as the loader reads them
  assert.deepEqual(given, { src: SRC, title: "Boots" });
  const told = [];
  globalThis.Milepost = { options: values => told.push(values), push: () => {} };
  loadChat({ src: SRC, title: "Caps" }, load);
  assert.deepEqual([told, asked], [[{ title: "Caps" }], [SRC]]);
});

test("a loader that cannot be had is told of, and asked for again by the next call", async t => {
  const told = t.mock.method(console, "error", () => {});
  loadChat({ src: SRC }, () => Promise.reject(new Error("away")));
  await new Promise(setImmediate);
  assert.equal(told.mock.callCount(), 1);
  loadChat({ src: SRC }, load);
  assert.deepEqual(asked, [SRC]);
});

test("calls wait in the list, and reach a loader that has come", () => {
  const chat = loadChat({ src: SRC }, load);
  chat.open();
  assert.deepEqual(globalThis.Milepost.at(-1), ["open"]);
  const made = [];
  globalThis.Milepost = { push: entry => made.push(entry) };
  const heard = [];
  const off = chat.on("lead", detail => heard.push(detail));
  made[0][2]({ fields: ["email"] });
  off();
  made[0][2]({ fields: ["phone"] });
  assert.deepEqual(heard, [{ fields: ["email"] }]);
});

test("on a server nothing happens and nothing breaks", () => {
  delete globalThis.document;
  loadChat({ src: SRC }, load).open();
  assert.deepEqual([asked, globalThis.Milepost], [[], undefined]);
});
