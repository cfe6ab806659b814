import type { ActivityPart } from "./contract";

const gone = "a deleted ";

/** "removed the mailbox a deleted mailbox" says the kind twice: the first one is left out. Pure. */
export function nameOnce(sentence: readonly ActivityPart[]): ActivityPart[] {
  return sentence.map((part, place) => {
    const next = sentence[place + 1];
    if (part.kind !== "text" || next?.kind !== "thing" || !next.name.startsWith(gone)) return part;
    const kind = `the ${next.name.slice(gone.length)} `;
    return part.text.endsWith(kind) ? { ...part, text: part.text.slice(0, -kind.length) } : part;
  });
}
