// Elements from plain values. Text goes in as text: nothing here, or anywhere else, turns a string into markup.

/**
 * @param {string} tag
 * @param {Record<string, any>} attributes those that begin with "on" are listeners
 * @param {...any} children
 * @returns {any}
 */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === false || value == null) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat().filter(child => child != null && child !== false && child !== ""));
  return element;
}

const PATHS = {
  send: ["M5 12h13", "M12.5 6l6 6-6 6"],
  close: ["M6 6l12 12M18 6L6 18"],
  person: ["M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8z", "M4.5 20a7.5 7.5 0 0 1 15 0"],
  assistant: ["M12 3.5l1.9 5.1 5.1 1.9-5.1 1.9L12 17.5l-1.9-5.1L5 10.5l5.1-1.9z", "M18.5 16v4M16.5 18h4"],
  check: ["M5 12.5l4.5 4.5L19 7.5"],
  clock: ["M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18z", "M12 7.5V12l3 2"],
  up: ["M7 11v9H4v-9zM7 11l4-7a2 2 0 0 1 2 2v4h5.5a1.5 1.5 0 0 1 1.5 1.8l-1.3 6.7a1.9 1.9 0 0 1-1.9 1.5H7"],
  down: ["M7 13V4H4v9zM7 13l4 7a2 2 0 0 0 2-2v-4h5.5a1.5 1.5 0 0 0 1.5-1.8l-1.3-6.7A1.9 1.9 0 0 0 16.8 4H7"],
  arrow: ["M12 5v14M6 13l6 6 6-6"],
  link: ["M9 5H5v14h14v-4M13 5h6v6M19 5l-9 9"],
  copy: ["M9 9h10v10H9z", "M15 9V5H5v10h4"],
  circle: ["M12 20a8 8 0 1 0 0-16 8 8 0 0 0 0 16z"],
  more: ["M12 5.5v.1M12 12v.1M12 18.5v.1"],
  alert: ["M12 8v5M12 16.5v.1", "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18z"],
};

export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  for (const d of PATHS[name] || [])
    svg.appendChild(document.createElementNS(svg.namespaceURI, "path")).setAttribute("d", d);
  return svg;
}

// "{count} characters left" with its values filled in.
export function fill(text, values) {
  return String(text ?? "").replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}

// A moment in a <time>; the day is told where it is not today.
export function setTime(element, at, locale) {
  const date = new Date(at);
  element.dateTime = at;
  element.textContent =
    (date.toDateString() === new Date().toDateString()
      ? ""
      : `${date.toLocaleDateString(locale, { day: "numeric", month: "short" })} `) +
    date.toLocaleTimeString(locale, { hour: "numeric", minute: "2-digit" });
}

// Only web addresses become links.
export function webAddress(text) {
  try {
    const url = new URL(text, location.href);
    return url.protocol === "https:" || url.protocol === "http:" ? url.href : null;
  } catch {
    return null;
  }
}

// Our own words with the web addresses in them as links.
export function linked(text) {
  return String(text)
    .split(/(https?:\/\/[^\s<>"']+[^\s<>"'.,;:!?)\]])/)
    .map((part, number) =>
      number % 2 && webAddress(part)
        ? make("a", { href: part, target: "_blank", rel: "noopener noreferrer" }, part)
        : part,
    );
}

// Storage that may be switched off: then everything lasts as long as the page.
export class Kept {
  /**
   * @param {() => Storage} storage
   * @param {string} prefix
   */
  constructor(storage, prefix) {
    /** @type {Storage | null} */
    this.storage = null;
    this.prefix = prefix;
    this.memory = new Map();
    try {
      this.storage = storage();
    } catch {
      /* switched off */
    }
  }

  store() {
    if (!this.storage) throw new Error("no storage");
    return this.storage;
  }

  get(name) {
    try {
      return this.store().getItem(this.prefix + name);
    } catch {
      return this.memory.get(name) ?? null;
    }
  }

  set(name, value) {
    try {
      this.store().setItem(this.prefix + name, value);
    } catch {
      this.memory.set(name, value);
    }
  }

  remove(name) {
    this.memory.delete(name);
    try {
      this.store().removeItem(this.prefix + name);
    } catch {
      /* it was never stored */
    }
  }

  names(start) {
    const names = new Set(this.memory.keys());
    try {
      for (const key of Object.keys(this.store()))
        if (key.startsWith(this.prefix)) names.add(key.slice(this.prefix.length));
    } catch {
      /* only what this page remembers */
    }
    return [...names].filter(name => name.startsWith(start)).sort();
  }
}
