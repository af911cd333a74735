// The rep console: what htmx does not do by itself. Pages work without it, except that nothing is live.
(() => {
  "use strict";

  // htmx turns our own server's fragments into nodes: the only code that may make markup from text.
  const policy = window.trustedTypes ? trustedTypes.createPolicy("milepost-console", { createHTML: (text) => text }) : null;
  htmx.registerExtension("milepost", { init: (api) => { if (policy) api.initSecurity(policy); } });

  const find = (selector) => document.querySelector(selector);
  const title = document.title;
  const stored = {
    read: (key) => { try { return sessionStorage.getItem(key) || ""; } catch { return ""; } },
    write: (key, text) => { try { text ? sessionStorage.setItem(key, text) : sessionStorage.removeItem(key); } catch { /* private mode */ } },
  };

  // Who waits: in the header, and said once when it grows; the tab's title counts all that is unread.
  function showWaiting(count, since, unread = count) {
    const queue = find("#waiting");
    if (!queue) return;
    const before = Number(queue.dataset.count);
    queue.dataset.count = count;
    queue.dataset.since = since || "";
    const text = count ? `${count} ${count === 1 ? "person waits" : "people wait"}` : "Nobody waits";
    queue.querySelector(".queue-text").textContent = text;
    document.title = unread ? `(${unread}) ${title}` : title;
    if (count > before) say(`${text} for somebody to come`);
    showAges();
  }

  function ago(since) {
    const minutes = Math.floor((Date.now() - new Date(since)) / 60000);
    if (minutes < 1) return "just now";
    if (minutes < 60) return `${minutes} min`;
    return minutes < 2880 ? `${Math.floor(minutes / 60)} h` : `${Math.floor(minutes / 1440)} d`;
  }

  function showAges() {
    const queue = find("#waiting");
    if (queue) queue.querySelector(".queue-since").textContent = queue.dataset.since ? ago(queue.dataset.since) : "";
  }

  function say(text) {
    const line = find("#said");
    if (line) line.textContent = text;
  }

  let hiding;
  function toast(text) {
    const box = find("#toast");
    box.textContent = text;
    box.hidden = false;
    clearTimeout(hiding);
    hiding = setTimeout(() => { box.hidden = true; }, 8000);
  }

  function linkState(state) {
    const line = find("#link-state");
    if (!line || line.dataset.state === state) return;
    line.dataset.state = state;
    line.textContent = state === "live" ? "Live" : "Reconnecting";
  }

  // The stream of news.
  for (const name of ["news", "waiting"]) {
    document.addEventListener(name, (event) => {
      if (event.target.id !== "live") return;
      const told = JSON.parse(event.detail.data);
      showWaiting(told.waiting, told.since, told.unread);
    });
  }
  document.addEventListener("signed-out", () => location.reload());
  document.addEventListener("htmx:sse:after:connection", () => linkState("live"));
  document.addEventListener("htmx:sse:error", () => linkState("lost"));
  document.addEventListener("htmx:sse:close", (event) => {
    linkState("lost");
    setTimeout(() => { if (event.target.isConnected) htmx.trigger(event.target, "reopen"); }, 2000);
  });
  document.addEventListener("htmx:error", (event) => {
    const source = event.detail?.ctx?.sourceElement;
    if (source?.id === "live") {
      linkState("lost");
      setTimeout(() => htmx.trigger(source, "reopen"), 2000);
    } else if (source?.matches?.("form")) {
      toast("The server cannot be reached. Nothing was sent; your text is kept. Try again.");
    }
  });
  document.addEventListener("htmx:response:error", (event) => {
    const { response, sourceElement, text } = event.detail.ctx;
    if (response.status === 409 || response.status === 401 || sourceElement.id === "live") return;
    toast(text && text.length < 300 ? text.trim() : "This did not work. Load the page again.");
  });

  // Drafts outlive refreshes, reloads and a new sign-in, in this tab only.
  const draftKey = (field) => `milepost-draft:${location.pathname}:${field.dataset.draft}`;
  function restoreDrafts() {
    for (const field of document.querySelectorAll("[data-draft]")) {
      if (!field.value) field.value = stored.read(draftKey(field));
    }
  }
  document.addEventListener("input", (event) => {
    if (event.target.dataset?.draft) stored.write(draftKey(event.target), event.target.value);
  });

  // What was sent leaves its field before the card comes back; what was refused stays.
  document.addEventListener("htmx:after:request", (event) => {
    const { sourceElement, response } = event.detail.ctx;
    const field = sourceElement.matches?.("form") && sourceElement.querySelector("[data-draft]");
    if (field && response.status === 200) {
      field.value = "";
      stored.write(draftKey(field), "");
    }
  });

  // A transcript that stood at its end stays there.
  let wasAtEnd = true;
  let sender = "";
  let lastSeen = "";
  const transcript = () => find("#transcript");
  const isAtEnd = (box) => box.scrollHeight - box.scrollTop - box.clientHeight < 60;
  const toEnd = () => { const box = transcript(); if (box) box.scrollTop = box.scrollHeight; };
  const lastLine = () => find("#transcript li:last-child");
  document.addEventListener("htmx:before:swap", (event) => {
    const box = transcript();
    wasAtEnd = !box || isAtEnd(box);
    // Read now: the swap may make another form of the one that was sent.
    const source = event.detail.ctx.sourceElement;
    sender = source?.matches?.("form") ? source.id || source.classList[0] : "";
    if (source?.closest?.("#actions") && event.detail.ctx.response?.status === 200) closeActions(true);
    else if (source?.matches?.(".correct form")) source.closest("details").open = event.detail.ctx.response?.status !== 200;
  });
  document.addEventListener("htmx:after:swap", () => {
    if (wasAtEnd || sender === "reply") toEnd();
    const line = lastLine();
    if (line && line.id !== lastSeen) {
      lastSeen = line.id;
      if (line.classList.contains("visitor")) say(`Visitor: ${line.querySelector(".text")?.textContent ?? ""}`);
    }
    if (sender === "take-over" && find("#reply button:enabled")) compose("reply");
    restoreDrafts();
    showAges();
  });

  function compose(mode) {
    const choice = find(`#mode-${mode}`);
    if (!choice) return;
    choice.checked = true;
    find(`#${mode}-text`).focus();
  }

  // Keyboard: single keys act only outside of fields, and can be switched off.
  const SWITCH = "milepost-shortcuts-off";
  const isOff = () => { try { return localStorage.getItem(SWITCH) === "1"; } catch { return false; } };

  function step(by) {
    const rows = [...document.querySelectorAll("[data-row] .open")];
    const places = rows.length ? rows : [...document.querySelectorAll("#transcript li")];
    if (!places.length) return;
    const at = places.findIndex((place) => place === document.activeElement);
    const next = places[at < 0 ? (by > 0 || rows.length ? 0 : places.length - 1) : Math.min(Math.max(at + by, 0), places.length - 1)];
    next.focus();
    next.scrollIntoView({ block: "nearest" });
  }

  function openActions() {
    const menu = find("#actions");
    if (!menu) return;
    menu.open = true;
    menu.querySelector("select, input:not([type=hidden]), button, a").focus();
  }

  function closeActions(back) {
    const menu = find("#actions");
    if (!menu?.open) return;
    menu.open = false;
    if (back) menu.querySelector("summary").focus();
  }

  const press = (selector) => { const button = find(selector); if (button && !button.disabled) button.click(); };
  const go = (selector) => { const link = find(selector); if (link) link.click(); };
  const keys = {
    j: () => step(1),
    k: () => step(-1),
    t: () => {
      const row = document.activeElement?.closest?.("[data-row]");
      const button = (row || document).querySelector(".take-over button");
      if (button && (row || find("#card"))) button.click();
    },
    r: () => compose("reply"),
    n: () => compose("note"),
    a: () => openActions(),
    h: () => press(".hand-back button"),
    u: () => go('.top nav a[href$="/console/leads"]'),
    w: () => go("#waiting"),
    "/": () => find("#q")?.focus(),
    "?": () => find("#shortcuts").showModal(),
  };
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && event.target.closest?.("#actions")) { closeActions(true); return; }
    const field = event.target.closest?.("input, textarea, select, [contenteditable]");
    if (field) {
      if (event.key === "Escape") field.blur();
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) field.form?.requestSubmit();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || find("dialog[open]")) return;
    const act = keys[event.key];
    if (!act || (isOff() && event.key !== "?")) return;
    event.preventDefault();
    act();
  });

  document.addEventListener("click", (event) => {
    if (!event.target.closest("#actions")) closeActions(false);
    const opener = event.target.closest("[data-opens]");
    if (opener) find(`#${opener.dataset.opens}`).showModal();
  });

  document.addEventListener("DOMContentLoaded", () => {
    const queue = find("#waiting");
    if (queue) showWaiting(Number(queue.dataset.count), queue.dataset.since);
    const choice = find("#shortcuts-on");
    if (choice) {
      choice.checked = !isOff();
      choice.addEventListener("change", () => { try { localStorage.setItem(SWITCH, choice.checked ? "0" : "1"); } catch { /* private mode */ } });
    }
    restoreDrafts();
    if (!location.hash || location.hash === "#reply-text") toEnd();
    if (location.hash === "#reply-text") compose("reply");
    lastSeen = lastLine()?.id ?? "";
    setInterval(showAges, 15000);
  });
})();
