/** Reads a status document of any content. Pure; every field of it is untrusted text. */
export type StatusFields = {
  versionName: string;
  protocol: number;
  playersOnline: number;
  playersMax: number;
  /** Plain text, without formatting codes. */
  motd: string;
};

const maxMotdLength = 512;
const maxVersionLength = 64;
/** Chat components nest; a hostile one nests deeply. */
const maxDepth = 16;

/** Throws a SyntaxError or RangeError when it is not a status document at all. */
export function readStatus(json: string): StatusFields {
  const document: unknown = JSON.parse(json);
  if (!isRecord(document)) throw new RangeError("the status is not an object");
  const version = isRecord(document.version) ? document.version : {};
  const players = isRecord(document.players) ? document.players : {};
  return {
    versionName: plain(typeof version.name === "string" ? version.name : "").slice(0, maxVersionLength),
    protocol: count(version.protocol, -1),
    playersOnline: count(players.online, 0),
    playersMax: count(players.max, 0),
    motd: plain(chatText(document.description, 0)).slice(0, maxMotdLength),
  };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function count(value: unknown, fallback: number): number {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= -1 ? value : fallback;
}

function chatText(component: unknown, depth: number): string {
  if (typeof component === "string") return component;
  if (depth > maxDepth) return "";
  if (Array.isArray(component)) return component.map((part) => chatText(part, depth + 1)).join("");
  if (!isRecord(component)) return "";
  const own = typeof component.text === "string" ? component.text : "";
  return own + chatText(component.extra, depth + 1);
}

/** Without `§` colour codes and control characters other than the line break. */
function plain(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is removed
  return text.replace(/§[0-9a-fk-orx]/gi, "").replace(/[\u0000-\u0009\u000b-\u001f\u007f]/g, "");
}
