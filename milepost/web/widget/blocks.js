// Draws what a reply carries besides its words (docs/widget.md lists the kinds). An unknown kind draws nothing: the
// words stand for themselves. `chat` gives texts, locale, wide(), fill(seq, fields, consent), isFilled(seq).
import { fill, icon, linked, make, webAddress } from "./dom.js";

/**
 * @param {any} line
 * @param {any} chat
 * @param {Record<string, string>} [filled] what was written into a form that comes back
 */
export function drawBlock(line, chat, filled) {
  const type = line.custom?.type;
  if (RARE.includes(type) && !rare) return later(line, chat, filled);
  const draw = KINDS[type] || rare?.[type];
  try {
    return draw ? draw(line.custom, chat, line, filled) : null;
  } catch {
    return null; // a block in an unexpected shape must not take the words with it
  }
}

const KINDS = { products, handoff, rating };
const RARE = ["comparison", "quote", "contact_form", "steps", "code", "meeting"];
let rare; // their module, once it is loaded

function tools() {
  return { away, fill, icon, linked, make, webAddress };
}

// A block whose module is loaded when it is first needed; the words of the reply stand meanwhile.
function later(line, chat, filled) {
  const place = make("div", { class: "later" });
  const load = tries =>
    import(`${chat.options.assets}rare.js`).then(
      module => {
        rare = module.rareBlocks(tools());
        const block = drawBlock(line, chat, filled);
        place.replaceWith(...(block ? [block] : []));
        chat.log.settled();
      },
      () => tries && setTimeout(load, 2000, tries - 1),
    );
  load(5);
  return place;
}

function away(address, chat, ...content) {
  const href = address && webAddress(address);
  return (
    href &&
    make(
      "a",
      { class: "away", href, target: "_blank", rel: "noopener noreferrer" },
      ...content,
      icon("link"),
      make("span", { class: "unseen" }, ` (${chat.texts.opens_new})`),
    )
  );
}

function products(block, chat) {
  return make(
    "ul",
    { class: "cards", part: "cards" },
    block.items.map(item =>
      make(
        "li",
        { class: "card", part: "card" },
        picture(item.image),
        make(
          "div",
          { class: "card-head" },
          make("h3", { dir: "auto" }, item.name),
          item.price && make("span", { class: "price", dir: "auto" }, item.price),
        ),
        item.summary && make("p", { dir: "auto" }, item.summary),
        item.reasons?.length > 0 &&
          make(
            "ul",
            { class: "reasons" },
            item.reasons.map(reason => make("li", {}, icon("check"), make("span", { dir: "auto" }, reason))),
          ),
        toProduct(item, chat),
      ),
    ),
  );
}

// Where the website names the address of its product pages, cards lead there; else to what the catalogue says. A page of the
// same website opens in this tab, for the chat goes along.
function toProduct({ name, product, url }, chat) {
  const { productPages } = chat.options;
  const address = productPages && product ? productPages.replace("{id}", encodeURIComponent(product)) : url;
  const link = away(address, chat, chat.texts.details, make("span", { class: "unseen" }, `: ${name}`));
  if (link?.origin === location.origin) {
    link.removeAttribute("target");
    link.lastChild.remove();
  }
  return link;
}

// A product's picture; one that does not come takes no place.
function picture(address) {
  const src = address && webAddress(address);
  if (!src) return null;
  const image = make("img", { class: "picture", src, alt: "", loading: "lazy", referrerpolicy: "no-referrer" });
  image.addEventListener("error", () => image.remove());
  return image;
}

function handoff(block, chat, line) {
  const text = block.text || fill(chat.texts[block.state], { name: block.name || chat.texts.person });
  return (
    text && [
      make(
        "p",
        { class: `notice ${block.state}`, part: "notice" },
        icon("person"),
        make("span", { dir: "auto" }, text),
      ),
      block.state === "ended" && rating(block, chat, line),
    ]
  );
}

// The end of a conversation: whether it helped. Gone when it goes on.
function rating(_block, chat, line) {
  const id = `rating-${line.seq}`;
  const thumbs = chat.thumbs(line);
  thumbs.setAttribute("role", "group");
  thumbs.setAttribute("aria-labelledby", id);
  return make("div", { class: "rating", part: "rating" }, make("p", { id }, chat.texts.rate_conversation), thumbs);
}
