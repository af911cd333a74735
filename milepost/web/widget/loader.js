// Milepost chat: the launcher and the page's way to it. The chat itself is loaded when the visitor opens it; until then
// nothing is stored and nothing is connected. Options: data-* on the script tag, see docs/widget.md.
(() => {
  if (customElements.get("milepost-chat")) return;
  const page = /** @type {any} */ (window);
  // Page loaders and modules leave no currentScript; where not even the tag is left, the page names the address itself.
  const queue = page.Milepost || [];
  const given = Object.assign({}, ...queue.filter(([name]) => name === "options").map(([, values]) => values));
  const script = /** @type {HTMLScriptElement[]} */ ([
    document.currentScript,
    document.querySelector("script[data-milepost]"),
    document.querySelector("script[src*='/widget/loader.js']"),
  ]).find(each => each?.src);
  const address = given.src || script?.src;
  if (!address) {
    console.error(
      "Milepost chat: the script tag was not found. Give it the attribute data-milepost, or name its address: " +
        'Milepost = [["options", { src: "https://…/widget/loader.js" }]]',
    );
    return;
  }
  const here = new URL(".", address);
  const LANGUAGES = /*launcher texts*/ {};
  const options = {
    assets: here.href,
    talk: new URL(here.pathname.endsWith("/widget/") ? "../chat/" : ".", here).href,
    theme: "light",
    position: "end",
    ...script?.dataset,
    ...given,
  };
  options.key = `milepost:${options.talk}`;
  options.lang = [options.lang, document.documentElement.lang, ...navigator.languages]
    .map(each =>
      String(each || "")
        .slice(0, 2)
        .toLowerCase(),
    )
    .find(each => each in LANGUAGES);
  options.lang ||= "en";
  const TEXTS = LANGUAGES[options.lang];
  const context = { page: options.page, product: options.product, cart: options.cart, campaign: options.campaign };
  options.context = context;
  let chat; // the one element on this page
  let ready = false;
  let toOpen = false; // asked for before there was an element

  const STYLES = `/*styles*/`;

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
    try {
      return storage().getItem(`${options.key}:${name}`);
    } catch {
      return null;
    }
  };
  // One anonymous number for the owner's figures.
  options.count = (seen, event) => navigator.sendBeacon(`${options.talk}teaser`, JSON.stringify({ ...seen, event }));
  const SPEECH =
    "M4 5.5A1.5 1.5 0 0 1 5.5 4h13A1.5 1.5 0 0 1 20 5.5v9a1.5 1.5 0 0 1-1.5 1.5H12l-4.5 4v-4h-2A1.5 1.5 0 0 1 4 14.5z";
  const CROSS = "M6 6l12 12M18 6L6 18";

  class MilepostChat extends HTMLElement {
    /** @type {any} the panel, once it is loaded */
    inner = null;

    connectedCallback() {
      if (chat && chat !== this) return this.remove(); // a copy that a page loader kept
      if (this.shadowRoot) return this.rise();
      chat = this;
      const root = this.attachShadow({ mode: "open" });
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(STYLES);
      root.adoptedStyleSheets = [sheet];
      this.launcher = make("button", { class: "launcher", part: "launcher", type: "button", "aria-expanded": "false" });
      this.badge = make("span", { class: "badge", part: "badge", "aria-hidden": "true", hidden: "" });
      this.wrapper = make("div", { class: "milepost", lang: options.lang }, this.launcher);
      root.append(this.wrapper);
      this.wrapper.addEventListener("focusin", event => event.stopPropagation()); // dialogs fetch the focus back
      this.rise();
      this.launcher.addEventListener("click", () => (this.hasAttribute("open") ? this.close() : this.open()));
      this.draw();
      this.tease();
      if (toOpen) return this.open();
      // Someone who chatted before keeps their conversation on every page: look for replies when the page is idle.
      if (kept(() => localStorage, "token")) {
        const wasOpen = kept(() => sessionStorage, "open");
        (window.requestIdleCallback || setTimeout)(() =>
          wasOpen && innerWidth > 640 ? this.open(false) : this.chat(),
        );
      } else if (options.open === "true") this.open(false);
    }

    // Into the top layer, above whatever the page piles up; moved to another body it has to be put there again.
    rise() {
      this.wrapper.popover = "manual";
      try {
        this.wrapper.showPopover();
      } catch {
        /* an old browser: the z-index has to do */
      }
      this.inner?.log.settle();
    }

    // The options that can be seen, as they are now.
    draw() {
      this.setAttribute("position", options.position);
      this.setAttribute("theme", options.theme);
      if (options.accent) this.style.setProperty("--milepost-accent", options.accent);
      this.show(this.hasAttribute("open"), 0);
      this.inner?.about();
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

    // What the teaser says, by the name that it is counted under: the page's own words, or what follows from visit and page.
    teasing() {
      const { teaser, product } = options;
      if (teaser !== "auto") return ["own", teaser];
      if (kept(() => localStorage, "token")) return kept(() => sessionStorage, "visited") ? [] : ["back", TEXTS.back];
      if (/pri[cx]|prei?s|preci|pre%c3%a7|tarif/i.test(location.pathname)) return ["price", TEXTS.price];
      return ["product", product && TEXTS.product.replace("{product}", product)];
    }

    // The teaser waits for what the page asks for: a time, a part of the page read, the pointer on its way out. It shows
    // once on a page; pressed it opens the chat, and pressed or dismissed it never comes back. Chance holds it back as often
    // as the page wants; nothing is told of that before the chat is opened, unless the page says so.
    tease() {
      const { teaserPage, teaserDelay, teaserScroll, teaserExit, teaserControl, teaserCount } = options;
      const [name, text] = this.teasing();
      if (!text || kept(() => localStorage, "teaser")) return;
      if (teaserPage && !location.pathname.includes(teaserPage)) return;
      const done = new AbortController();
      const show = () => {
        if (done.signal.aborted || this.hasAttribute("open")) return;
        done.abort();
        const share = Math.min(90, teaserControl | 0);
        const group = Math.random() * 100 < share ? "held" : "shown";
        options.teased = { name, group, share };
        this.emit("teaser", { state: group, name });
        if (name === "back") sessionStorage.setItem(`${options.key}:visited`, "1");
        if (name === "back" || teaserCount) options.count(options.teased, "due");
        if (group === "shown") this.note(text, true);
      };
      const listen = (where, type, when) =>
        where.addEventListener(type, event => when(event) && show(), { signal: done.signal, passive: true });
      const read = () => (scrollY + innerHeight) / document.documentElement.scrollHeight;
      if (teaserScroll) listen(window, "scroll", () => read() * 100 >= teaserScroll);
      if (teaserExit) listen(document.documentElement, "mouseleave", event => event.clientY <= 0);
      if (teaserDelay || !(teaserScroll || teaserExit)) setTimeout(show, (teaserDelay || 0) * 1000);
    }

    // A sentence beside the launcher; a teaser can be pressed.
    note(text, isTeaser = false) {
      this.teaser?.remove();
      const dismiss = make("button", { type: "button", "aria-label": TEXTS.dismiss }, icon(CROSS));
      const words = make(isTeaser ? "button" : "span", { class: "words", dir: "auto" }, text);
      this.teaser = make("div", { class: "teaser", part: "teaser", role: "status" }, words, dismiss);
      this.wrapper.prepend(this.teaser);
      const over = state => {
        this.teaser.remove();
        if (!isTeaser) return;
        try {
          localStorage.setItem(`${options.key}:teaser`, state);
        } catch {
          /* storage is off: it shows again */
        }
        this.emit("teaser", { state });
      };
      dismiss.addEventListener("click", () => {
        over("dismissed");
        this.launcher.focus();
      });
      if (isTeaser)
        words.addEventListener("click", () => {
          over("opened");
          this.open();
        });
    }

    emit(name, detail = {}) {
      this.dispatchEvent(new CustomEvent(`milepost:${name}`, { bubbles: true, composed: true, detail }));
    }

    // The chat, loaded once; a load that failed is tried again at the next call.
    chat() {
      this.loaded ||= import(`${options.assets}widget.js`)
        .then(async module => {
          this.inner = await module.mount(this, options);
          return this.inner;
        })
        .catch(error => {
          this.loaded = null;
          throw error;
        });
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

  // What is typed in the chat is not for the page's shortcuts.
  for (const type of ["keydown", "keypress", "keyup"]) {
    const ours = event => {
      const path = event.composedPath();
      if (!chat || !path.includes(chat.wrapper)) return;
      event.stopImmediatePropagation();
      if (type === "keydown") chat.inner?.key(event, path[0]);
    };
    addEventListener(type, ours, true);
  }

  // The chat stays when a page loader replaces the body or sweeps it.
  const seen = new MutationObserver(() => setTimeout(stay));
  const stay = () => {
    if (!document.body) return;
    seen.observe(document.body, { childList: true });
    if (!chat?.isConnected) document.body.append(chat || document.createElement("milepost-chat"));
    if (chat && !ready) {
      ready = true;
      chat.emit("ready");
    }
  };

  // What the page can say; what it said before this script came is made up for.
  page.Milepost = {
    open: () => {
      if (chat) chat.open();
      else toOpen = true;
    },
    close: () => chat?.close(),
    options: values => {
      Object.assign(options, values);
      chat?.draw();
    },
    setContext: values => {
      Object.assign(context, values);
      chat?.inner?.connection.where();
    },
    identify: token => {
      options.identity = token;
      chat?.inner?.identified();
    },
    on: (name, hear) => {
      const told = event => hear(event.detail);
      if (name === "ready" && ready) queueMicrotask(() => hear({}));
      else document.addEventListener(`milepost:${name}`, told);
      return () => document.removeEventListener(`milepost:${name}`, told);
    },
    push: (...entries) => {
      for (const [name, ...values] of entries) page.Milepost[name]?.(...values);
    },
  };
  page.Milepost.push(...queue.filter(([name]) => name !== "options"));
  customElements.define("milepost-chat", MilepostChat);
  seen.observe(document.documentElement, { childList: true });
  stay();
})();
