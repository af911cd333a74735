// Puts the chat of a Milepost server on the page: its loader, with the options, once. The chat itself comes from the server, so
// that it always fits it. It is imported, because a script tag that is made by a script needs a policy under trusted types.

const page = /** @type {any} */ (globalThis);
let isAsked = false;

/**
 * @param {import("./index.js").Options} options
 * @param {(src: string) => Promise<unknown>} [load]
 * @returns {import("./index.js").Chat}
 */
export function loadChat(
  { src, ...options },
  load = address => import(/* webpackIgnore: true */ /* @vite-ignore */ address),
) {
  if (!page.document) return chat; // rendered on a server: there is nothing to put there yet
  if (page.Milepost?.options) page.Milepost.options(options);
  else page.Milepost = [...(page.Milepost || []), ["options", { src, ...options }]];
  if (!isAsked && !page.Milepost.options) {
    isAsked = true;
    load(src).catch(error => {
      isAsked = false; // the next call tries again
      console.error(`Milepost chat: ${src} cannot be loaded.`, error);
    });
  }
  return chat;
}

// Calls that are made before the loader has come wait in a list, as on a page without modules.
function call(name, ...values) {
  if (page.document) page.Milepost.push([name, ...values]);
}

const chat = {
  open: () => call("open"),
  close: () => call("close"),
  options: values => call("options", values),
  setContext: values => call("setContext", values),
  identify: token => call("identify", token),
  on: (name, hear) => {
    let isHeard = true;
    call("on", name, detail => isHeard && hear(detail));
    return () => {
      isHeard = false;
    };
  },
};
