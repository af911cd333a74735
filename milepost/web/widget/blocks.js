// Draws what a reply carries besides its words (docs/widget.md lists the kinds). An unknown kind draws nothing: the
// words stand for themselves. `chat` gives texts, locale, wide(), fill(seq, fields, consent), isFilled(seq).
import { fill, icon, linked, make, webAddress } from "./dom.js";

export function drawBlock(line, chat) {
  const draw = KINDS[line.custom?.type];
  try {
    return draw ? draw(line.custom, chat, line) : null;
  } catch {
    return null; // a block in an unexpected shape must not take the words with it
  }
}

const KINDS = { products, comparison, quote, contact_form: contactForm, steps, handoff, code, meeting };

function away(address, chat, ...content) {
  const href = webAddress(address);
  return href && address && make("a", { class: "away", href, target: "_blank", rel: "noopener noreferrer" },
    ...content, icon("link"), make("span", { class: "unseen" }, ` (${chat.texts.opens_new})`));
}

function products(block, chat) {
  return make("ul", { class: "cards", part: "cards" }, block.items.map(item =>
    make("li", { class: "card", part: "card" },
      make("div", { class: "card-head" },
        make("h3", { dir: "auto" }, item.name),
        item.price && make("span", { class: "price" }, item.price)),
      item.summary && make("p", { dir: "auto" }, item.summary),
      item.reasons?.length && make("ul", { class: "reasons" }, item.reasons.map(reason =>
        make("li", {}, icon("check"), make("span", { dir: "auto" }, reason)))),
      away(item.url, chat, chat.texts.details, make("span", { class: "unseen" }, `: ${item.name}`)))));
}

function comparison(block, chat) {
  const { texts } = chat;
  const wide = make("button", { type: "button", class: "quiet wide-switch", "aria-pressed": String(chat.isWide()) },
    chat.isWide() ? texts.narrow : texts.wide);
  wide.addEventListener("click", () => {
    const isWide = chat.wide();
    wide.setAttribute("aria-pressed", String(isWide));
    wide.textContent = isWide ? texts.narrow : texts.wide;
  });
  const head = make("tr", {}, make("th", { scope: "col" }, texts.attribute),
    block.columns.map(name => make("th", { scope: "col", dir: "auto" }, name)));
  const rows = block.rows.map(row => make("tr", { class: row.differs && "differs" },
    make("th", { scope: "row", dir: "auto" }, row.attribute,
      row.differs && make("span", { class: "unseen" }, ` (${texts.differs})`),
      row.note && make("small", {}, row.note)),
    row.values.map(value => make("td", { dir: "auto" }, cell(value, texts)))));
  const table = make("table", { part: "table" },
    make("caption", { dir: "auto" }, block.caption), make("thead", {}, head), make("tbody", {}, rows));
  return make("div", { class: "comparison" },
    make("div", { class: "scroller", tabindex: "0", role: "region", "aria-label": block.caption }, table), wide);
}

function cell(value, texts) {
  if (value === true) return make("span", { class: "yes" }, icon("check"), texts.yes);
  if (value === false) return texts.no;
  if (value == null || value === "") return make("span", { class: "faint" }, texts.unknown);
  return Array.isArray(value) ? value.join(", ") : String(value);
}

function quote(block, chat) {
  const { texts } = chat;
  const meta = [
    block.note,
    block.valid_until && fill(texts.valid_until, { date: day(block.valid_until, chat.locale) }),
    [block.id && fill(texts.quote_id, { id: block.id }),
      block.catalogue_version && fill(texts.catalogue_version, { version: block.catalogue_version })].filter(Boolean).join(" · "),
  ];
  return make("div", { class: "quote", part: "quote" },
    make("table", {},
      make("caption", { dir: "auto" }, block.title),
      make("thead", { class: "unseen" }, make("tr", {}, make("th", { scope: "col" }, texts.item), make("th", { scope: "col" }, texts.amount))),
      make("tbody", {}, block.lines.map(row =>
        make("tr", {}, make("th", { scope: "row", dir: "auto" }, row.label), make("td", {}, row.amount)))),
      make("tfoot", {}, make("tr", {},
        make("th", { scope: "row" }, texts.total, block.term && make("small", {}, block.term)), make("td", {}, block.total)))),
    meta.filter(Boolean).map(text => make("p", { class: "meta", dir: "auto" }, text)));
}

function day(text, locale) {
  const date = new Date(/^\d{4}-\d\d-\d\d$/.test(text) ? `${text}T12:00:00` : text);
  return isNaN(date) ? text : date.toLocaleDateString(locale, { day: "numeric", month: "long", year: "numeric" });
}

const INPUTS = {
  name: { type: "text", autocomplete: "name" },
  email: { type: "email", autocomplete: "email", inputmode: "email" },
  phone: { type: "tel", autocomplete: "tel", inputmode: "tel" },
  company: { type: "text", autocomplete: "organization" },
};
let forms = 0;

function contactForm(block, chat, line) {
  const { texts } = chat;
  if (chat.isFilled(line.seq)) return make("p", { class: "sent-form" }, icon("check"), texts.form_sent);
  const prefix = `form-${++forms}`;
  const fields = block.fields.map(name => ({ name, ...field(`${prefix}-${name}`, texts.fields[name] || name, INPUTS[name]) }));
  const agree = consent(`${prefix}-consent`, block.consent || texts[`consent_${block.purpose}`] || texts.consent);
  const form = make("form", { class: "contact", part: "form", novalidate: true, "aria-label": texts.form_title },
    fields.map(({ row }) => row), agree.row,
    make("button", { type: "submit", class: "primary", part: "form-button" }, texts.form_send));
  form.addEventListener("submit", event => {
    event.preventDefault();
    const wrong = fields.filter(each => tell(each, problem(each, texts)));
    if (wrong.length) return wrong[0].input.focus();
    chat.fill(line.seq, Object.fromEntries(fields.map(({ name, input }) => [name, input.value.trim()])), agree.input.checked);
    form.replaceWith(make("p", { class: "sent-form" }, icon("check"), texts.form_sent));
  });
  return form;
}

function field(id, label, input = { type: "text" }) {
  const element = make("input", { id, class: "field", dir: "auto", maxlength: "320", required: true, "aria-describedby": `${id}-wrong`, ...input });
  const wrong = make("span", { id: `${id}-wrong`, class: "wrong" });
  return { input: element, wrong, row: make("div", { class: "row" }, make("label", { for: id }, label), element, wrong) };
}

function consent(id, text) {
  const input = make("input", { id, type: "checkbox" }); // free to give: the details go without it as well
  return { input, row: make("div", { class: "row consent" }, input, make("label", { for: id, dir: "auto" }, linked(text))) };
}

function problem({ input }, texts) {
  if (!input.value.trim()) return texts.form_required;
  return input.type === "email" && !/^[^\s@]+@[^\s@]+\.[^\s@.]+$/.test(input.value.trim()) && texts.form_email;
}

function tell({ input, wrong }, text) {
  wrong.textContent = text || "";
  if (text) input.setAttribute("aria-invalid", "true"); else input.removeAttribute("aria-invalid");
  return text;
}

function steps(block, chat) {
  const { texts } = chat;
  return make("div", { class: "steps", part: "steps" },
    block.title && make("h3", { dir: "auto" }, block.title),
    make("ol", {}, block.items.map(item => make("li", { class: item.done && "done" },
      icon(item.done ? "check" : "circle"),
      make("div", {},
        make("strong", { dir: "auto" }, item.title),
        make("span", { class: "unseen" }, ` (${item.done ? texts.step_done : texts.step_open})`),
        item.body && make("p", { dir: "auto" }, linked(item.body)),
        away(item.link, chat, texts.details, make("span", { class: "unseen" }, `: ${item.title}`)))))));
}

function handoff(block, chat) {
  const text = block.text || fill(chat.texts[block.state], { name: block.name || chat.texts.person });
  return text && make("p", { class: `notice ${block.state}`, part: "notice" }, icon("person"), make("span", { dir: "auto" }, text));
}

function meeting(block, chat) {
  const when = new Date(block.starts).toLocaleString(chat.locale, { weekday: "long", day: "numeric", month: "long", hour: "numeric", minute: "2-digit" });
  const { texts } = chat;
  return make("p", { class: "notice meeting", part: "notice" }, icon("clock"),
    make("span", { dir: "auto" }, fill(texts.meeting, { when, minutes: block.minutes }), " ", block.email ? fill(texts.meeting_sent, { email: block.email }) : texts.meeting_ask));
}

function code(block, chat) {
  const { texts } = chat;
  const copy = (content, label) => {
    const button = make("button", { type: "button", class: "quiet" }, icon("copy"), label);
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(content);
        button.lastChild.textContent = texts.copied;
      } catch { /* the page may not write to the clipboard: the text can be selected */ }
    });
    return button;
  };
  return make("div", { class: "code", part: "code" },
    block.text && make("p", { dir: "auto" }, block.text),
    make("div", { class: "code-row" }, make("code", {}, block.code), copy(block.code, texts.copy)),
    block.share_url && make("div", { class: "code-row" },
      make("a", { href: webAddress(block.share_url), target: "_blank", rel: "noopener noreferrer" }, block.share_url),
      copy(block.share_url, texts.share)));
}
