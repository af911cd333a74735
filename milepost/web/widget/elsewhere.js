// A conversation that goes on elsewhere, or came from there.
import { fill, make, webAddress } from "./dom.js";

// A code, and the ways on which it may be brought.
/**
 * @param {any} texts
 * @param {{ code: string, minutes: number, ways: { title: string, url: string }[] }} offer
 */
export function elsewhere(texts, { code, minutes, ways }) {
  const told = make("p", {}, fill(texts.elsewhere_told, { code, minutes }));
  const links = ways.map(({ title, url }) => {
    const href = opens(url);
    const link = { href, target: "_blank", rel: "noopener noreferrer", class: "reply", part: "elsewhere-link" };
    return make("li", {}, href ? make("a", link, title) : title);
  });
  return make("div", { class: "elsewhere", part: "elsewhere" }, told, make("ul", {}, links));
}

// Whether the conversation that a link names is to go on here; whoever was sent somebody else's link says no.
/**
 * @param {any} texts
 * @param {() => void} yes
 * @param {() => void} no
 */
export function arrival(texts, yes, no) {
  const button = (title, act) => make("button", { type: "button", class: "reply", onclick: () => choose(act) }, title);
  const choices = make("div", { class: "quick" }, button(texts.here_yes, yes), button(texts.here_no, no));
  const choose = act => {
    choices.remove();
    act();
  };
  return choices;
}

// Web addresses, and what opens a text message or a mail.
function opens(url) {
  return /^(sms|mailto):/.test(url) ? url : webAddress(url);
}
