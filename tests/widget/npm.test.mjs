// The package for pages that are built from modules: the loader once, with the options, and calls that wait for it.
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { loadChat } from "../../npm/index.js";

const SRC = "https://chat.example/widget/loader.js";
let scripts;

beforeEach(() => {
  scripts = [];
  delete globalThis.Milepost;
  globalThis.document = {
    createElement: () => ({ setAttribute() {} }),
    querySelector: () => scripts[0] || null,
    head: { append: script => scripts.push(script) },
  };
});

test("the loader is put there once, with its options, and called again they change", () => {
  loadChat({ src: SRC, title: "Shoes" });
  loadChat({ src: SRC, title: "Boots" });
  assert.deepEqual(
    scripts.map(script => [script.src, script.async]),
    [[SRC, true]],
  );
  const given = Object.assign({}, ...globalThis.Milepost.map(([, values]) => values));
  assert.deepEqual(given, { src: SRC, title: "Boots" });
  const told = [];
  globalThis.Milepost = { options: values => told.push(values), push: () => {} };
  loadChat({ src: SRC, title: "Caps" });
  assert.deepEqual(told, [{ title: "Caps" }]);
});

test("calls wait in the list, and reach a loader that has come", () => {
  const chat = loadChat({ src: SRC });
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
  loadChat({ src: SRC }).open();
  assert.equal(globalThis.Milepost, undefined);
});
