// Blocks that few conversations need, loaded with the first of them: tables, quotes, forms, steps, meetings and codes. `tools` are what
// the panel's own modules share.

/** @param {Record<string, any>} tools */
export function rareBlocks({ away, fill, icon, linked, make, webAddress }) {
  const INPUTS = {
    name: { type: "text", autocomplete: "name" },
    email: { type: "email", autocomplete: "email", inputmode: "email" },
    phone: { type: "tel", autocomplete: "tel", inputmode: "tel" },
    company: { type: "text", autocomplete: "organization" },
  };
  let forms = 0;

  // `filled`: what the visitor wrote into it before, where it comes back.
  function contactForm(block, chat, line, filled = {}) {
    const { texts } = chat;
    if (chat.isFilled(line.seq)) return make("p", { class: "sent-form" }, icon("check"), texts.form_sent);
    const prefix = `form-${++forms}`,
      ways = block.any_of || [];
    const fields = block.fields.map(name => {
      const isNeeded = ways.length ? ways.length === 1 && ways[0] === name : true,
        isOption = !isNeeded && !ways.includes(name);
      const label = (texts.fields[name] || name) + (isOption ? ` (${texts.form_optional})` : "");
      return {
        name,
        isNeeded,
        ...field(`${prefix}-${name}`, label, { required: isNeeded, ...INPUTS[name], value: filled[name] }),
      };
    });
    const agree = consent(
      `${prefix}-consent`,
      block.consent || texts[`consent_${block.purpose}`] || texts.consent,
      Boolean(block.purpose),
    );
    const form = make(
      "form",
      { class: "contact", part: "form", novalidate: true, "aria-label": texts.form_title },
      ways.length > 1 && make("p", { class: "hint" }, texts.form_any),
      fields.map(({ row }) => row),
      agree.row,
      make("button", { type: "submit", class: "primary", part: "form-button" }, texts.form_send),
    );
    form.addEventListener("submit", event => {
      event.preventDefault();
      const given = Object.fromEntries(fields.map(({ name, input }) => [name, input.value.trim()]));
      const none = ways.length > 1 && !ways.some(name => given[name]);
      const wrong = fields.filter(each =>
        tell(each, problem(each, texts) || (none && ways.includes(each.name) && texts.form_any)),
      );
      if (tell(agree, block.purpose && !agree.input.checked && texts.refused.consent)) wrong.push(agree);
      if (wrong.length) return wrong[0].input.focus();
      chat.fill(line.seq, given, agree.input.checked);
      form.replaceWith(make("p", { class: "sent-form" }, icon("check"), texts.form_sent));
    });
    return form;
  }

  function field(id, label, input) {
    const element = make("input", {
      id,
      type: "text",
      class: "field",
      dir: "auto",
      maxlength: "320",
      "aria-describedby": `${id}-wrong`,
      ...input,
    });
    const wrong = make("span", { id: `${id}-wrong`, class: "wrong" });
    return {
      input: element,
      wrong,
      row: make("div", { class: "row" }, make("label", { for: id }, label), element, wrong),
    };
  }

  // Free to give, for the details go without it as well; but what is sent only with consent needs it.
  function consent(id, text, required) {
    const input = make("input", { id, type: "checkbox", required, "aria-describedby": `${id}-wrong` });
    const wrong = make("span", { id: `${id}-wrong`, class: "wrong" });
    return {
      input,
      wrong,
      row: make("div", { class: "row consent" }, input, make("label", { for: id, dir: "auto" }, linked(text)), wrong),
    };
  }

  function problem({ input, isNeeded }, texts) {
    const value = input.value.trim();
    if (!value) return isNeeded && texts.form_required;
    if (input.type === "tel") return !/\d\D*\d\D*\d\D*\d\D*\d/.test(value) && texts.form_phone;
    return input.type === "email" && !/^[^\s@]+@[^\s@]+\.[^\s@.]+$/.test(value) && texts.form_email;
  }

  function tell({ input, wrong }, text) {
    wrong.textContent = text || "";
    if (text) input.setAttribute("aria-invalid", "true");
    else input.removeAttribute("aria-invalid");
    return text;
  }

  function steps(block, chat) {
    const { texts } = chat;
    return make(
      "div",
      { class: "steps", part: "steps" },
      block.title && make("h3", { dir: "auto" }, block.title),
      make(
        "ol",
        {},
        block.items.map(item =>
          make(
            "li",
            { class: item.done && "done" },
            icon(item.done ? "check" : "circle"),
            make(
              "div",
              {},
              make("strong", { dir: "auto" }, item.title),
              make("span", { class: "unseen" }, ` (${item.done ? texts.step_done : texts.step_open})`),
              item.body && make("p", { dir: "auto" }, linked(item.body)),
              away(item.link, chat, texts.details, make("span", { class: "unseen" }, `: ${item.title}`)),
            ),
          ),
        ),
      ),
    );
  }

  function meeting(block, chat) {
    const when = new Date(block.starts).toLocaleString(chat.locale, {
      weekday: "long",
      day: "numeric",
      month: "long",
      hour: "numeric",
      minute: "2-digit",
    });
    const { texts } = chat;
    return make(
      "p",
      { class: "notice meeting", part: "notice" },
      icon("clock"),
      make(
        "span",
        { dir: "auto" },
        fill(texts.meeting, { when, minutes: block.minutes }),
        " ",
        block.email ? fill(texts.meeting_sent, { email: block.email }) : texts.meeting_ask,
      ),
    );
  }

  function comparison(block, chat) {
    const { texts } = chat;
    const wide = make(
      "button",
      { type: "button", class: "quiet wide-switch", "aria-pressed": String(chat.wide()) },
      chat.wide() ? texts.narrow : texts.wide,
    );
    wide.addEventListener("click", () => {
      const isWide = chat.wide(true);
      wide.setAttribute("aria-pressed", String(isWide));
      wide.textContent = isWide ? texts.narrow : texts.wide;
    });
    const head = make(
      "tr",
      {},
      make("th", { scope: "col" }, texts.attribute),
      block.columns.map(name => make("th", { scope: "col", dir: "auto" }, name)),
    );
    const rows = block.rows.map(row =>
      make(
        "tr",
        { class: row.differs && "differs" },
        make(
          "th",
          { scope: "row", dir: "auto" },
          row.attribute,
          row.differs && make("span", { class: "unseen" }, ` (${texts.differs})`),
          row.note && make("small", {}, row.note),
        ),
        row.values.map(value => make("td", { dir: "auto" }, cell(value, texts))),
      ),
    );
    const table = make(
      "table",
      { part: "table" },
      make("caption", { dir: "auto" }, block.caption),
      make("thead", {}, head),
      make("tbody", {}, rows),
    );
    return make(
      "div",
      { class: "comparison" },
      make("div", { class: "scroller", tabindex: "0", role: "region", "aria-label": block.caption }, table),
      wide,
    );
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
      [
        block.number && fill(texts.quote_id, { id: block.number }),
        block.catalogue_version && fill(texts.catalogue_version, { version: block.catalogue_version }),
      ]
        .filter(Boolean)
        .join(" · "),
    ];
    return make(
      "div",
      { class: "quote", part: "quote" },
      make(
        "table",
        {},
        make("caption", { dir: "auto" }, block.title),
        make(
          "thead",
          { class: "unseen" },
          make("tr", {}, make("th", { scope: "col" }, texts.item), make("th", { scope: "col" }, texts.amount)),
        ),
        make(
          "tbody",
          {},
          block.lines.map(row =>
            make("tr", {}, make("th", { scope: "row", dir: "auto" }, row.label), make("td", {}, row.amount)),
          ),
        ),
        make(
          "tfoot",
          {},
          make(
            "tr",
            {},
            make("th", { scope: "row" }, texts.total, block.term && make("small", {}, block.term)),
            make("td", {}, block.total),
          ),
        ),
      ),
      meta.filter(Boolean).map(text => make("p", { class: "meta", dir: "auto" }, text)),
      (block.url || block.can_mail) &&
        make(
          "p",
          { class: "ways" },
          away(block.url, chat, texts.open_quote),
          away(block.pdf, chat, texts.quote_pdf),
          block.can_mail && block.number && sendQuote(block, chat),
        ),
    );
  }

  // Asked for in words, so that it stands in the conversation and the bot asks for an address where it knows none.
  function sendQuote({ number }, chat) {
    const ask = () => chat.say(fill(chat.texts.ask_quote, { number }));
    return make("button", { type: "button", class: "quiet", onclick: ask }, chat.texts.send_quote);
  }

  function day(text, locale) {
    const date = new Date(/^\d{4}-\d\d-\d\d$/.test(text) ? `${text}T12:00:00` : text);
    return Number.isNaN(date.getTime())
      ? text
      : date.toLocaleDateString(locale, { day: "numeric", month: "long", year: "numeric" });
  }

  // A link as a picture to scan: dark on white in every theme, or no camera reads it.
  function scan({ path, size }, texts) {
    const svg = icon();
    svg.setAttribute("viewBox", `0 0 ${Number(size)} ${Number(size)}`);
    svg.setAttribute("role", "img");
    svg.setAttribute("aria-label", texts.scan);
    svg.removeAttribute("aria-hidden");
    svg.appendChild(document.createElementNS(svg.namespaceURI, "path")).setAttribute("d", path);
    return make("figure", { class: "scan" }, svg, make("figcaption", { "aria-hidden": "true" }, texts.scan));
  }

  function code(block, chat) {
    const { texts } = chat;
    const copy = (content, label) => {
      const button = make("button", { type: "button", class: "quiet" }, icon("copy"), label);
      button.addEventListener("click", async () => {
        try {
          await navigator.clipboard.writeText(content);
          button.lastChild.textContent = texts.copied;
        } catch {
          /* the page may not write to the clipboard: the text can be selected */
        }
      });
      return button;
    };
    return make(
      "div",
      { class: "code", part: "code" },
      block.text && make("p", { dir: "auto" }, block.text),
      make("div", { class: "code-row" }, make("code", {}, block.code), copy(block.code, texts.copy)),
      block.share_url &&
        make(
          "div",
          { class: "code-row" },
          make(
            "a",
            { href: webAddress(block.share_url), target: "_blank", rel: "noopener noreferrer" },
            block.share_url,
          ),
          copy(block.share_url, texts.share),
        ),
      block.scan && scan(block.scan, texts),
    );
  }

  return { comparison, quote, contact_form: contactForm, steps, meeting, code };
}
