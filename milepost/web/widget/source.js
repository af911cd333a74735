// Where the visitor is and comes from: the page without its query, but for campaign marks, and what the page itself tells.

/** @param {Record<string, any>} context what the page has told: page, product, cart, campaign */
export function source(context) {
  const query = new URLSearchParams(location.search);
  const campaign = ["utm_source", "utm_medium", "utm_campaign"]
    .map(name => query.get(name))
    .filter(Boolean)
    .join(" / ");
  return {
    page: context.page || location.origin + location.pathname,
    title: document.title,
    product: text(context.product),
    cart: text(context.cart),
    referrer: document.referrer.split(/[?#]/)[0],
    campaign: context.campaign || campaign,
    ref: query.get("ref") || "",
    language: navigator.language,
    timezone: Intl.DateTimeFormat().resolvedOptions().timeZone || "",
  };
}

function text(value) {
  return value && typeof value === "object" ? JSON.stringify(value) : value || "";
}
