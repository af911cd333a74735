// Every word of the chat in the visitor's language, and the page's own words in place of those that its file names.

export async function readTexts({ assets, lang, texts }) {
  const own =
    texts &&
    json(texts).catch(error => {
      console.warn(`Milepost chat: ${texts} cannot be read, our own texts are shown.`, error);
    });
  const ours = await json(`${assets}texts.${lang}.json`);
  const words = await own;
  return over(over(ours, words), words?.[lang]);
}

function over(ours, own) {
  const isAlike = (value, like) =>
    Array.isArray(like) ? Array.isArray(value) : typeof value === typeof like && value !== null;
  return Object.fromEntries(
    Object.entries(ours).map(([name, text]) => {
      const given = own?.[name];
      if (!isAlike(given, text)) return [name, text];
      return [name, typeof text === "object" && !Array.isArray(text) ? over(text, given) : given];
    }),
  );
}

export async function load(address) {
  const answer = await fetch(address, { credentials: "omit" });
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  return answer;
}

async function json(address) {
  return (await load(address)).json();
}
