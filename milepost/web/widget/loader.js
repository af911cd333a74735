// Milepost chat: the launcher. The chat itself is loaded when the visitor opens it; until then nothing is
// stored and nothing is connected. Options: data-* on the script tag, see docs/widget.md.
(() => {
  const script = document.currentScript;
  if (!script || customElements.get("milepost-chat")) return;
  const here = new URL(".", script.src);
  const TEXTS = /*launcher texts*/ {};
  const options = {
    assets: here.href,
    talk: new URL(here.pathname.endsWith("/widget/") ? "../chat/" : ".", here).href,
    title: "", theme: "light", position: "end", texts: "", teaser: "", label: "", accent: "", open: "",
    ...script.dataset,
  };
  options.key = `milepost:${options.talk}`;

  const STYLES = `
:host { all: initial !important; position: fixed !important; z-index: 2147483000 !important; display: block !important;
  inset: auto !important; inset-block-end: 0 !important; inset-inline-end: 0 !important; }
:host([position=start]) { inset-inline: 0 auto !important; }
.milepost { all: initial; display: block; font: 400 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif;
  color: var(--milepost-ink, #14202e); }
.launcher { all: unset; box-sizing: border-box; position: fixed; inset-block-end: var(--milepost-offset, 20px);
  inset-inline-end: var(--milepost-offset, 20px); display: flex; align-items: center; justify-content: center;
  width: 60px; height: 60px; border-radius: 50%; cursor: pointer; color: var(--milepost-on-accent, #fff);
  background: var(--milepost-accent, #1d4ed8); box-shadow: 0 2px 6px rgb(15 23 42 / .16), 0 10px 28px rgb(15 23 42 / .24);
  transition: transform .16s ease, box-shadow .16s ease; }
:host([position=start]) .launcher, :host([position=start]) .teaser { inset-inline: var(--milepost-offset, 20px) auto; }
.launcher:hover { transform: translateY(-2px); }
.launcher:focus-visible, .teaser button:focus-visible { outline: 3px solid var(--milepost-focus, #0f172a);
  outline-offset: 3px; box-shadow: 0 0 0 3px #fff; }
.launcher svg, .teaser svg { width: 28px; height: 28px; fill: none; stroke: currentColor; stroke-width: 1.8;
  stroke-linecap: round; stroke-linejoin: round; }
.badge { position: absolute; inset-block-start: -4px; inset-inline-end: -4px; min-width: 22px; height: 22px;
  padding-inline: 6px; box-sizing: border-box; border-radius: 11px; background: #b91c1c; color: #fff; border: 2px solid #fff;
  font: 700 12px/18px system-ui, sans-serif; text-align: center; }
.teaser { position: fixed; inset-block-end: calc(var(--milepost-offset, 20px) + 74px); inset-inline-end: var(--milepost-offset, 20px);
  max-width: 260px; display: flex; gap: 4px; padding: 12px 8px 12px 16px; border-radius: 14px; background: #fff; color: #14202e;
  box-shadow: 0 2px 6px rgb(15 23 42 / .1), 0 10px 28px rgb(15 23 42 / .18); font-size: 15px; }
.teaser button { all: unset; cursor: pointer; min-width: 28px; height: 28px; text-align: center; border-radius: 6px; }
.teaser svg { width: 16px; height: 16px; vertical-align: middle; }
[hidden] { display: none !important; }
@media (max-width: 640px), (max-height: 480px) { :host([open]) .launcher { display: none; } }
@media (prefers-reduced-motion: reduce) { .launcher { transition: none; } .launcher:hover { transform: none; } }
@media (forced-colors: active) { .launcher, .teaser { border: 2px solid ButtonText; } }
@media print { :host { display: none !important; } }`;

  const icon = (...paths) => {
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    svg.setAttribute("viewBox", "0 0 24 24");
    svg.setAttribute("aria-hidden", "true");
    for (const d of paths) svg.appendChild(document.createElementNS(svg.namespaceURI, "path")).setAttribute("d", d);
    return svg;
  };
  const make = (tag, attributes = {}, ...children) => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...children);
    return element;
  };
  const kept = (storage, name) => {
    try { return storage().getItem(name); } catch { return null; }
  };
  const SPEECH = "M4 5.5A1.5 1.5 0 0 1 5.5 4h13A1.5 1.5 0 0 1 20 5.5v9a1.5 1.5 0 0 1-1.5 1.5H12l-4.5 4v-4h-2A1.5 1.5 0 0 1 4 14.5z";
  const CROSS = "M6 6l12 12M18 6L6 18";

  class MilepostChat extends HTMLElement {
    connectedCallback() {
      if (this.shadowRoot) return;
      const root = this.attachShadow({ mode: "open" });
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(STYLES);
      root.adoptedStyleSheets = [sheet];
      this.setAttribute("position", options.position);
      if (options.accent) this.style.setProperty("--milepost-accent", options.accent);
      this.launcher = make("button", { class: "launcher", part: "launcher", type: "button", "aria-expanded": "false" });
      this.badge = make("span", { class: "badge", part: "badge", "aria-hidden": "true", hidden: "" });
      this.wrapper = make("div", { class: "milepost" }, this.launcher);
      root.append(this.wrapper);
      this.launcher.addEventListener("click", () => (this.hasAttribute("open") ? this.close() : this.open()));
      this.show(false, 0);
      if (options.teaser && !kept(() => localStorage, `${options.key}:teaser`)) this.note(options.teaser, () => {
        try { localStorage.setItem(`${options.key}:teaser`, "dismissed"); } catch { /* storage is off: it shows again */ }
      });
      // Someone who chatted before keeps their conversation on every page: look for replies when the page is idle.
      if (kept(() => localStorage, `${options.key}:token`)) {
        const wasOpen = kept(() => sessionStorage, `${options.key}:open`);
        (window.requestIdleCallback || setTimeout)(() => (wasOpen && innerWidth > 640 ? this.open(false) : this.chat()));
      } else if (options.open === "true") this.open(false);
    }

    // Draws the launcher: open or not, and how many replies are unread.
    show(open, unread) {
      const count = unread === 1 ? TEXTS.unread_one : TEXTS.unread.replace("{count}", unread);
      const label = open ? TEXTS.close : options.label || TEXTS.open;
      this.launcher.setAttribute("aria-expanded", String(open));
      this.launcher.setAttribute("aria-label", unread && !open ? `${label}, ${count}` : label);
      this.badge.textContent = unread > 99 ? "99+" : unread;
      this.badge.hidden = open || !unread;
      this.launcher.replaceChildren(icon(open ? CROSS : SPEECH), this.badge);
      this.toggleAttribute("open", open);
    }

    // A sentence beside the launcher, and what to do when it is dismissed.
    note(text, dismissed) {
      this.teaser?.remove();
      const dismiss = make("button", { type: "button", "aria-label": TEXTS.dismiss }, icon(CROSS));
      this.teaser = make("div", { class: "teaser", part: "teaser", role: "status" }, make("span", { dir: "auto" }, text), dismiss);
      this.wrapper.prepend(this.teaser);
      dismiss.addEventListener("click", () => { this.teaser.remove(); this.launcher.focus(); dismissed?.(); });
    }

    // The chat, loaded once; a load that failed is tried again at the next call.
    chat() {
      this.loaded ||= import(`${options.assets}widget.js`)
        .then(module => module.mount(this, options))
        .catch(error => { this.loaded = null; throw error; });
      return this.loaded;
    }

    async open(focus = true) {
      this.teaser?.remove();
      this.show(true, 0);
      try {
        (await this.chat()).open(focus);
      } catch {
        this.show(false, 0);
        this.note(TEXTS.unavailable);
      }
    }

    async close() {
      this.show(false, 0);
      (await this.loaded)?.close();
    }
  }

  customElements.define("milepost-chat", MilepostChat);
  const place = () => document.body.append(document.createElement("milepost-chat"));
  if (document.body) place(); else addEventListener("DOMContentLoaded", place);
})();
