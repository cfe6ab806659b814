/** What one entry says, as parts: a page draws values, code and things (with links) in their own way. */
export type SentencePart =
  | { kind: "text"; text: string }
  | { kind: "code"; text: string }
  | { kind: "thing"; id: string | null };

export type SentenceEntry = {
  action: string;
  actor: { id: string | null };
  targetKind: string;
  targetId: string | null;
  detail: Record<string, unknown>;
  before: Record<string, unknown> | null;
  after: Record<string, unknown> | null;
};

const mostCharacters = 200;
/** An id of the panel (lib/core/ids.ts): its thing is shown by name. */
const anId = /^[a-z]{3}_[0-9a-z]{26}$/;

/**
 * The parts of a sentence of the module's manifest (`audit.sentences`). `{target}` is the thing that the entry is about,
 * `{other}` the same if it is not who acted. Other names are values of the details, or `before.` and `after.` values.
 */
export function sentenceParts(template: string | undefined, entry: SentenceEntry): SentencePart[] {
  const text = template ?? `did "${entry.action}"[ with {target}]`;
  const kept = text.replaceAll(/\[([^\]]*)\]/g, (_, inner: string) =>
    namesIn(inner).every((name) => partOf(name, entry) !== null) ? inner : "",
  );
  return kept.split(/(`[^`]*`|\{[^}]*\})/).flatMap((piece): SentencePart[] => {
    if (piece === "") return [];
    if (piece.startsWith("`")) return [{ kind: "code", text: fill(piece.slice(1, -1), entry) }];
    if (!piece.startsWith("{")) return [{ kind: "text", text: piece }];
    return [partOf(piece.slice(1, -1), entry) ?? { kind: "text", text: "…" }];
  });
}

const namesIn = (text: string) => [...text.matchAll(/\{([^}]*)\}/g)].map(([, name = ""]) => name);

function fill(text: string, entry: SentenceEntry): string {
  return text.replaceAll(/\{([^}]*)\}/g, (_, name: string) => {
    const part = partOf(name, entry);
    return part && part.kind !== "thing" ? part.text : (entry.targetId ?? "…");
  });
}

function partOf(name: string, entry: SentenceEntry): SentencePart | null {
  if (name === "target") return { kind: "thing", id: null };
  if (name === "other") return entry.targetId === entry.actor.id ? null : { kind: "thing", id: null };
  if (name === "targetId") return entry.targetId === null ? null : { kind: "text", text: entry.targetId };
  const value = namedValue(name, entry);
  if (typeof value === "string" && anId.test(value)) return { kind: "thing", id: value };
  const shown = shownValue(value);
  return shown === null ? null : { kind: "text", text: shown };
}

function namedValue(name: string, { detail, before, after }: SentenceEntry): unknown {
  if (name.startsWith("before.")) return before?.[name.slice(7)];
  if (name.startsWith("after.")) return after?.[name.slice(6)];
  return detail[name];
}

function shownValue(value: unknown): string | null {
  if (value === undefined || value === null || value === "") return null;
  if (Array.isArray(value)) return value.length === 0 ? null : shorten(value.map(String).join(", "));
  if (typeof value === "object") return shorten(JSON.stringify(value));
  const text = String(value);
  return shorten(/^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(text) ? `${text.slice(0, 16).replace("T", " ")} UTC` : text);
}

const shorten = (text: string) => (text.length > mostCharacters ? `${text.slice(0, mostCharacters)}…` : text);

/** The name that the entry itself holds: the thing may have another one now, or be gone. */
export function recordedName({ detail, before, after }: SentenceEntry): string | null {
  const name = [detail.name, detail.address, before?.name, after?.name].find((value) => typeof value === "string");
  return typeof name === "string" && name !== "" ? name : null;
}
