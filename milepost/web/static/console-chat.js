// The live chat in the rep console: who looks and writes, typing both ways, canned replies, being away.
(() => {
  "use strict";

  const AGAIN = 4000; // typing is told again after so long
  const STOPPED = 8000; // and taken back after so long without a key
  const find = (selector) => document.querySelector(selector);
  const reply = () => find("#reply-text");

  // What stands around the page, as the stream tells it.
  let asked = new Set();
  function around(told) {
    const link = find("#mentions");
    if (link) {
      link.dataset.count = told.mentions;
      link.textContent = told.mentions === 1 ? "1 mention" : `${told.mentions} mentions`;
    }
    const duty = find("#duty");
    if (duty) {
      duty.dataset.away = told.away ? "yes" : "no";
      duty.querySelector("[name=away]").value = told.away ? "no" : "yes";
      duty.querySelector("button").textContent = told.away ? "Away" : "Here";
    }
    const yours = new Set(told.yours);
    if (told.yours.some((each) => !asked.has(each)) && find("#said")) {
      find("#said").textContent = "You are asked to join a conversation";
    }
    asked = yours;
    showLookers(told.lookers);
  }

  function showLookers(lookers) {
    const line = find("#lookers");
    if (!line) return;
    const spans = lookers.map(({ name, writes }) => {
      const span = document.createElement("span");
      span.textContent = `${name} ${writes ? "is writing a reply" : "is viewing"}`;
      return span;
    });
    line.replaceChildren(...spans.flatMap((span) => [span, " "]));
    lock(lookers.find(({ writes }) => writes)?.name);
  }

  // Two reps do not type into one another: the field of the second is only to be read until the first has stopped.
  function lock(name) {
    const field = reply();
    if (!field) return;
    field.readOnly = Boolean(name);
    field.title = name ? `${name} is writing a reply` : "";
  }

  for (const name of ["news", "waiting"]) {
    document.addEventListener(name, (event) => {
      if (event.target.id === "live") around(JSON.parse(event.detail.data));
    });
  }

  // The visitor writes.
  let fades;
  document.addEventListener("visitor-types", (event) => {
    const line = find("#visitor-types");
    if (!line || event.target.id !== "live") return;
    const { on } = JSON.parse(event.detail.data);
    line.textContent = on ? "The visitor is writing …" : "";
    clearTimeout(fades);
    if (on) fades = setTimeout(() => { line.textContent = ""; }, 10000);
  });

  // This rep writes.
  let last = 0;
  let stops;
  async function tell(on) {
    const form = find("#reply");
    if (!form) return;
    const body = new URLSearchParams({ csrf: form.elements.csrf.value, on: on ? "yes" : "no" });
    try {
      const answer = await fetch(`${form.getAttribute("action").replace(/reply$/, "typing")}`, { method: "POST", body });
      if (answer.ok) lock((await answer.json()).writes);
    } catch { /* the next key tries again */ }
  }
  function stop() {
    clearTimeout(stops);
    if (!last) return;
    last = 0;
    tell(false);
  }
  document.addEventListener("input", (event) => {
    if (event.target !== reply()) return;
    clearTimeout(stops);
    if (!event.target.value) return stop();
    stops = setTimeout(stop, STOPPED);
    if (Date.now() - last < AGAIN) return;
    last = Date.now();
    tell(true);
  });
  document.addEventListener("htmx:after:request", (event) => {
    if (event.detail.ctx.sourceElement.id === "reply") { clearTimeout(stops); last = 0; }
  });
  addEventListener("pagehide", stop);

  // A canned reply is put where the cursor is, to be read and changed before it is sent.
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-canned]");
    const field = reply();
    if (!button || !field || field.readOnly) return;
    const before = field.value.slice(0, field.selectionStart);
    const gap = before && !/\s$/.test(before) ? " " : "";
    field.setRangeText(gap + button.dataset.canned, field.selectionStart, field.selectionEnd, "end");
    button.closest("details").open = false;
    field.focus();
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });

  // The link in the header counts by the stream; its form answers without a page.
  document.addEventListener("submit", async (event) => {
    if (event.target.id !== "duty") return;
    event.preventDefault();
    const away = event.target.elements.away.value;
    const answer = await fetch(event.target.action, {
      method: "POST", body: new URLSearchParams(new FormData(event.target)), headers: { "hx-request": "true" },
    });
    if (!answer.ok) return;
    event.target.dataset.away = away;
    event.target.querySelector("button").textContent = away === "yes" ? "Away" : "Here";
    event.target.elements.away.value = away === "yes" ? "no" : "yes";
  });
})();
