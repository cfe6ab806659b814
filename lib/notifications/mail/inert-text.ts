/**
 * Text that people typed, made inert: mail programs turn `evil.test/login` into a link, and a name that reads like one
 * would make the panel's own mail carry it. A word joiner (U+2060) after each dot, slash, colon and at sign keeps the text
 * readable and breaks the link. Pure.
 */
const looksLikeLink = /[\p{L}\p{N}]\.\p{L}{2,}|:\/\/|\/\/|@|www\./iu;

export function inertText(text: string): string {
  return looksLikeLink.test(text) ? text.replace(/[./:@]/g, "$&\u2060") : text;
}

/** The data of a message with every text inert, except addresses of the panel itself and the fields named in `exact`. */
export function inertData<T>(data: T, siteUrl: string, exact: readonly string[] = []): T {
  if (typeof data === "string") return (isOwnAddress(data, siteUrl) ? data : inertText(data)) as T;
  if (Array.isArray(data)) return data.map((item) => inertData(item, siteUrl)) as T;
  if (data === null || typeof data !== "object") return data;
  const entries = Object.entries(data);
  return Object.fromEntries(
    entries.map(([name, value]) => [name, exact.includes(name) ? value : inertData(value, siteUrl)]),
  ) as T;
}

function isOwnAddress(text: string, siteUrl: string): boolean {
  return URL.canParse(text) && new URL(text).origin === new URL(siteUrl).origin;
}
