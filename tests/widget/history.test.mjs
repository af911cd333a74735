// The order of the lines and what of them counts as read.
import assert from "node:assert/strict";
import { test } from "node:test";
import { placeOf, Reading } from "../../milepost/web/widget/history.js";

const GREETING = undefined;
const WAITS = null;

const places = [
  ["a line follows the one before it", [GREETING, 1, 2], 3, 3],
  ["an older line stands before a newer one", [GREETING, 1, 3], 2, 2],
  ["a line stands before what waits", [GREETING, 1, WAITS, WAITS], 2, 2],
  ["the first line of a history stands before what waits, behind the greeting", [GREETING, WAITS], 1, 1],
  ["what waits stands last", [GREETING, 1, WAITS], null, 3],
  ["what was refused keeps its place", [GREETING, 1, undefined, 2], 3, 4],
  ["an empty log has one place", [], 1, 0],
];

for (const [promise, entries, seq, place] of places) {
  test(promise, () => assert.equal(placeOf(entries, seq), place));
}

test("any order of arrival ends in the server's order", () => {
  for (const arrivals of [
    [3, 1, 2],
    [2, 3, 1],
    [1, 3, 2],
    [3, 2, 1],
  ]) {
    const log = [];
    for (const seq of arrivals) log.splice(placeOf(log, seq), 0, seq);
    assert.deepEqual(log, [1, 2, 3]);
  }
});

test("an answer is read from its question on, in whatever pieces it comes", () => {
  const reading = new Reading(4000);
  reading.asked("question");
  reading.came("first", 60_000);
  assert.equal(reading.from, "question");
  reading.came("second", 61_000);
  assert.equal(reading.from, "question");
});

test("a line that comes later on its own is read from itself on", () => {
  const reading = new Reading(4000);
  reading.asked("question");
  reading.came("answer", 10_000);
  assert.equal(reading.came("much later", 90_000), true);
  assert.equal(reading.from, "much later");
});
