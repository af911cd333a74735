// Puts the chat of a Milepost server on the page: its loader, with the options, once. The chat itself comes from the server, so
// that it always fits it.

/**
 * @param {import("./index.js").Options} options
 * @returns {import("./index.js").Chat}
 */
export function loadChat({ src, ...options }) {
  const page = /** @type {any} */ (globalThis);
  if (!page.document) return chatOf(page); // rendered on a server: there is nothing to put there yet
  if (Array.isArray(page.Milepost) || !page.Milepost) {
    page.Milepost = [...(page.Milepost || []), ["options", { src, ...options }]];
    if (!page.document.querySelector("script[data-milepost]")) {
      const script = page.document.createElement("script");
      script.src = src;
      script.async = true;
      script.setAttribute("data-milepost", "");
      page.document.head.append(script);
    }
  } else {
    page.Milepost.options(options);
  }
  return chatOf(page);
}

// Calls that are made before the loader has come wait in a list, as on a page without modules.
function chatOf(page) {
  const call = (name, ...values) => {
    if (page.Milepost?.push) page.Milepost.push([name, ...values]);
  };
  return {
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
}
