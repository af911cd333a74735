// Notices of the browser, with a sound, while a page of the console is open; and the console as an app of its own.
(() => {
  "use strict";

  const find = (selector) => document.querySelector(selector);
  const kept = {
    read: (key) => { try { return localStorage.getItem(`milepost-${key}`) || ""; } catch { return ""; } },
    write: (key, text) => { try { localStorage.setItem(`milepost-${key}`, text); } catch { /* private mode */ } },
  };
  const root = document.currentScript.src.replace(/static\/[^/]*$/, "");

  // The worker keeps assets only, and shows notices where a page itself must not (phones).
  const policy = window.trustedTypes?.createPolicy("milepost-worker", { createScriptURL: (text) => text });
  const worker = `${root}console/worker.js`;
  const registered = "serviceWorker" in navigator
    ? navigator.serviceWorker.register(policy ? policy.createScriptURL(worker) : worker, { scope: `${root}console/` }).catch(() => null)
    : Promise.resolve(null);

  const may = () => "Notification" in window && Notification.permission === "granted";
  const isOn = () => may() && kept.read("notices") === "on";
  const hasSound = () => kept.read("sound") !== "off";

  let audio;
  function ring() {
    audio ||= new AudioContext();
    if (audio.state === "suspended") audio.resume();
    for (const [pitch, after] of [[660, 0], [880, 0.16]]) {
      const tone = audio.createOscillator();
      const loudness = audio.createGain();
      const start = audio.currentTime + after;
      tone.frequency.value = pitch;
      loudness.gain.setValueAtTime(0.12, start);
      loudness.gain.exponentialRampToValueAtTime(0.001, start + 0.3);
      tone.connect(loudness).connect(audio.destination);
      tone.start(start);
      tone.stop(start + 0.3);
    }
  }

  async function show(text, address) {
    const options = { body: text, icon: `${root}static/icon-192.png`, tag: `milepost-${address}`, data: `${root}console/${address}` };
    const title = find(".brand")?.textContent.trim() || "Milepost";
    const registration = await registered;
    if (registration?.active) await registration.showNotification(title, options);
    else {
      const notice = new Notification(title, options);
      notice.onclick = () => { window.focus(); location.href = options.data; };
    }
    if (hasSound()) ring();
  }

  // Told once in this browser, however many of its pages are open.
  const WORDS = {
    waiting: ["leads?show=waiting", (n) => `${n} ${n === 1 ? "person waits" : "people wait"} for somebody to come`],
    asked: ["leads?show=waiting", () => "You are asked to join a conversation"],
    mentions: ["mentions", () => "A colleague named you in a note"],
    late: ["today?whose=mine", () => "A promise falls due"],
    mine: ["today?whose=mine", () => "A visitor of yours has written"],
  };
  function look(told) {
    const now = { waiting: told.waiting, asked: told.yours.length, mentions: told.mentions, late: told.late, mine: told.mine };
    let before = {};
    try { before = JSON.parse(kept.read("told") || "{}"); } catch { /* counted anew */ }
    kept.write("told", JSON.stringify(now));
    if (!isOn() || told.quiet || document.hasFocus()) return;
    for (const [name, [address, words]] of Object.entries(WORDS)) {
      if (now[name] > (before[name] ?? now[name])) { show(words(now[name]), address); return; }
    }
  }
  for (const name of ["news", "waiting"]) {
    document.addEventListener(name, (event) => {
      if (event.target.id === "live") look(JSON.parse(event.detail.data));
    });
  }

  // The page of one's own settings.
  function showState() {
    const line = find("#notices-state");
    if (!line) return;
    const isKnown = "Notification" in window;
    const isRefused = isKnown && Notification.permission === "denied";
    line.textContent = !isKnown ? "This browser has no notices."
      : isRefused ? "This browser was told to show none; allow them in its settings for this site."
        : isOn() ? "They are on in this browser." : "They are off in this browser.";
    find("#notices-on").hidden = !isKnown || isRefused || isOn();
    find("#notices-off").hidden = !isOn();
    find("#notices-try").hidden = !isOn();
    find("#notices-sound").checked = hasSound();
  }
  document.addEventListener("click", async (event) => {
    const { id } = event.target;
    if (id === "notices-on") {
      if (await Notification.requestPermission() === "granted") kept.write("notices", "on");
    } else if (id === "notices-off") kept.write("notices", "off");
    else if (id === "notices-try") { show("This is how a notice looks", "today"); return; } else return;
    showState();
  });
  document.addEventListener("change", (event) => {
    if (event.target.id === "notices-sound") kept.write("sound", event.target.checked ? "on" : "off");
  });
  document.addEventListener("DOMContentLoaded", showState);
})();
