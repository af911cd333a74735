// What came of a teaser is counted in this tab, each event once.

/**
 * @param {string} event opened, talked or lead
 * @param {any} chat
 */
export function counted(event, { options, session }) {
  session.set("visited", "1");
  if (options.teased) session.set("teased", JSON.stringify(options.teased));
  options.teased = null;
  const seen = session.get("teased");
  if (!seen || session.get(event)) return;
  session.set(event, "1");
  options.count(JSON.parse(seen), event);
}
