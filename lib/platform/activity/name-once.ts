import type { ActivityPart } from "./contract";

type Things = Readonly<Record<string, { kind: string; deleted: string }>>;

/** "removed the mailbox a deleted mailbox" says the kind twice: the first one is left out. Pure. */
export function nameOnce(sentence: readonly ActivityPart[], things: Things): ActivityPart[] {
  return sentence.map((part, place) => {
    const next = sentence[place + 1];
    if (part.kind !== "text" || next?.kind !== "thing") return part;
    const gone = Object.values(things).find(({ deleted }) => deleted === next.name);
    const kind = gone ? `${gone.kind} ` : null;
    return kind && part.text.endsWith(kind) ? { ...part, text: part.text.slice(0, -kind.length) } : part;
  });
}
