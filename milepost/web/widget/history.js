// The order of the lines and what of them is in view: plain figures, no page, so that they can be tested alone.

// Before which of the entries a line belongs: the server's numbers decide, and what has none yet stands last. `entries` are
// the numbers of the lines as they stand: null for one that waits for its number, undefined for what keeps its place.
export function placeOf(entries, seq) {
  let place = entries.length;
  for (let at = entries.length - 1; at >= 0; at -= 1) {
    if (entries[at] === undefined) continue;
    if (entries[at] !== null && (seq == null || entries[at] < seq)) break;
    if (seq != null) place = at;
    else if (entries[at] === null) break;
  }
  return place;
}

// From which line on the visitor has not read: an answer is read from its question on, and lines that come close together are
// one. A line on its own begins anew.
export class Reading {
  /** @param {number} together milliseconds within which lines are one */
  constructor(together = 4000) {
    this.together = together;
    this.at = 0;
    this.answered = true;
    /** @type {any} */
    this.from = null;
  }

  asked(line) {
    this.from = line;
    this.answered = false;
  }

  came(line, now = Date.now()) {
    const one = !this.answered || now - this.at < this.together;
    if (!one || !this.from) this.from = line;
    this.at = now;
    this.answered = true;
    return !one;
  }
}
