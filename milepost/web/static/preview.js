// The preview: what is chosen is shown by the chat at once and printed as the line to copy.
const options = /** @type {HTMLFormElement} */ (document.getElementById("options"));
const page = /** @type {any} */ (window);
const DEFAULTS = { accent: "#1d4ed8", theme: "light", position: "end", radius: "18" };
const LIVE = ["title", "label", "accent", "theme", "position", "logo"];
const here = new URL("widget/loader.js", location.href).href;

page.Milepost ||= [];

function chosen() {
  const all = [...new FormData(options)].map(([name, value]) => [name, String(value).trim()]);
  return Object.fromEntries(all.filter(([name, value]) => value && value !== DEFAULTS[name]));
}

function show() {
  const { radius, ...values } = chosen();
  const escaped = text => text.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;");
  const attributes = Object.entries(values).map(([name, value]) => ` data-${name}="${escaped(value)}"`);
  print("line", `<script src="${here}" async${attributes.join("")}></script>`);
  print("styles", radius ? `milepost-chat { --milepost-radius: ${radius}px }` : "");
  /** @type {HTMLElement} */ (document.getElementById("styles-part")).hidden = !radius;
  const origin = new URL(here).origin;
  const logo = values.logo && URL.canParse(values.logo) ? `; img-src ${new URL(values.logo).origin}` : "";
  print("policy", `script-src ${origin}; connect-src ${origin} ${origin.replace(/^http/, "ws")}${logo}`);
  contrast(values.accent || DEFAULTS.accent);
  const shown = Object.fromEntries(LIVE.map(name => [name, values[name] ?? DEFAULTS[name] ?? ""]));
  page.Milepost.push(["options", shown]);
  const chat = /** @type {HTMLElement | null} */ (document.querySelector("milepost-chat"));
  chat?.style.setProperty("--milepost-radius", `${radius || DEFAULTS.radius}px`);
}

function print(id, text) {
  /** @type {HTMLElement} */ (document.getElementById(id)).textContent = text;
}

// White words stand on the colour: WCAG 2.2 asks for 4.5 to 1.
function contrast(colour) {
  const [red, green, blue] = [1, 3, 5].map(at => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  const ratio = 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05);
  const isEnough = ratio >= 4.5;
  const said = isEnough ? "White words can be read on it" : "White words are hard to read on it: choose a darker one";
  print("contrast", `${said} (${ratio.toFixed(1)} to 1).`);
  document.getElementById("contrast")?.classList.toggle("wrong", !isEnough);
}

for (const button of document.querySelectorAll("[data-copies]")) {
  button.addEventListener("click", async () => {
    const text = document.getElementById(button.getAttribute("data-copies") || "")?.textContent || "";
    try {
      await navigator.clipboard.writeText(text);
      print("said", "Copied.");
    } catch {
      print("said", "Your browser does not let pages copy: mark the line and copy it yourself.");
    }
  });
}

options.addEventListener("input", show);
options.addEventListener("submit", event => event.preventDefault());
show();
