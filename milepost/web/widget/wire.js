// What goes over the line: server-sent events, and the names of messages and people.

// Events over fetch, which carries the token in a header as EventSource cannot.
/**
 * @param {ReadableStream<any>} body
 * @param {(frame: any) => void} hear
 */
export async function readEvents(body, hear) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    const events = (rest + part.value).split("\n\n");
    rest = events.pop() || "";
    for (const event of events) {
      const data = event.split("\n").find(row => row.startsWith("data: "));
      if (data) hear(JSON.parse(data.slice(6)));
    }
  }
}

// crypto.randomUUID exists on HTTPS pages only.
export function newId() {
  return [...crypto.getRandomValues(new Uint8Array(16))].map(byte => byte.toString(16).padStart(2, "0")).join("");
}

// Whom a token of the host's server names.
export function customer(token) {
  try {
    return String(JSON.parse(atob(token.split(".")[1].replace(/-/g, "+").replace(/_/g, "/"))).sub);
  } catch {
    return token;
  }
}
