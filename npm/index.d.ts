/** The options of the script tag without "data-", in camel case: docs/widget.md has them all. */
export interface Options {
  /** The address of loader.js on your Milepost server. */
  src: string;
  title?: string;
  label?: string;
  position?: "end" | "start";
  theme?: "light" | "dark" | "auto";
  accent?: string;
  lang?: string;
  logo?: string;
  texts?: string;
  open?: "true";
  page?: string;
  product?: string;
  cart?: string | object;
  campaign?: string;
  productPages?: string;
  teaser?: string;
  teaserPage?: string;
  teaserDelay?: number | string;
  teaserScroll?: number | string;
  teaserExit?: "true";
  teaserControl?: number | string;
  teaserCount?: "true";
}

export interface Context {
  page?: string;
  product?: string;
  cart?: string | object;
  campaign?: string;
}

/** What each event tells: docs/widget.md, "Events for analytics". */
export interface Events {
  ready: Record<string, never>;
  open: Record<string, never>;
  close: Record<string, never>;
  unread: { count: number };
  teaser: { state: "shown" | "held" | "opened" | "dismissed"; name?: "back" | "price" | "product" | "own" };
  message: { author: "visitor" | "bot" | "rep" | "system"; seq?: number };
  lead: { fields: string[]; consent: boolean };
  handoff: { state: string };
}

export interface Chat {
  open(): void;
  close(): void;
  options(values: Partial<Omit<Options, "src">>): void;
  setContext(values: Context): void;
  /** The token of your server for who is signed in; null when they sign out. */
  identify(token: string | null): void;
  /** Calls back on each event; gives what ends that. */
  on<Name extends keyof Events>(name: Name, hear: (detail: Events[Name]) => void): () => void;
}

/** Puts the chat on the page, once; called again it changes the options. Does nothing where there is no document. */
export function loadChat(options: Options): Chat;
