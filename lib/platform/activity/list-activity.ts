import type { Actor } from "@/lib/access/actor";
import type { AuditEntryView, AuditQuery } from "@/lib/audit/contract";
import { sentences } from "@/lib/audit/generated/sentences";
import { type AuditScope, listAudit } from "@/lib/audit/list-entries";
import { recordedName, type SentencePart, sentenceParts } from "@/lib/audit/sentence";
import type { ActivityEntry, ActivityPart, NamedThing } from "./contract";
import { nameOnce } from "./name-once";
import { type Names, readNames } from "./read-names";

type Described = { entry: AuditEntryView; parts: SentencePart[] };

const templates: Readonly<Record<string, string>> = sentences;

/** One page of the audit log, with who and what in words. Names are read for the whole page at once. */
export async function listActivity(
  actor: Actor,
  scope: AuditScope,
  query: Omit<AuditQuery, "format">,
): Promise<{ items: ActivityEntry[]; nextCursor: string | null }> {
  const { items, nextCursor } = await listAudit(actor, scope, query);
  const described = items.map((entry) => ({ entry, parts: sentenceParts(templates[entry.action], entry) }));
  const names = await readNames(actor, described.flatMap(idsIn), scope === "all");
  return { items: described.map((one) => toActivity(one, actor, names)), nextCursor };
}

const idsIn = ({ entry, parts }: Described) => [
  ...(entry.actor.id ? [entry.actor.id] : []),
  ...parts.flatMap((part) => (part.kind === "thing" ? (part.id ?? entry.targetId ?? []) : [])),
];

function toActivity({ entry, parts }: Described, actor: Actor, names: Names): ActivityEntry {
  const sentence = parts.map((part): ActivityPart => {
    if (part.kind !== "thing") return part;
    const isTarget = part.id === null || part.id === entry.targetId;
    const id = part.id ?? entry.targetId;
    return { kind: "thing", ...nameThing(id, isTarget ? recordedName(entry) : null, { names, actor }) };
  });
  return { ...entry, who: nameActor(entry, actor, names), sentence: nameOnce(sentence) };
}

type Context = { names: Names; actor: Actor };

/** By the name that the entry holds, else by today's; a thing that is gone is named by its kind. */
function nameThing(id: string | null, recorded: string | null, { names, actor }: Context): NamedThing {
  if (id === null) return { name: recorded ?? "something", href: null };
  if (id === actor.userId) return { name: `${actor.name} (you)`, href: null };
  const current = names.nameOf(id);
  if (recorded ?? current) return { name: recorded ?? current ?? "", href: names.hrefOf(id) };
  const noun = names.nounOf(id);
  if (noun === null) return { name: id, href: null };
  return { name: `a deleted ${noun}`, href: null };
}

function nameActor({ actor: who }: AuditEntryView, actor: Actor, names: Names): NamedThing {
  const byToken = who.kind === "token" ? ", by a token" : "";
  if (who.id === null) return { name: who.kind === "system" ? "The panel" : "Somebody", href: null };
  if (who.id === actor.userId) return { name: `You${byToken}`, href: null };
  const name = who.name ?? names.nameOf(who.id) ?? "An erased account";
  return { name: `${name}${byToken}`, href: names.hrefOf(who.id) };
}
