import type { Actor } from "@/lib/access/actor";
import type { AuditEntryView, AuditQuery } from "@/lib/audit/contract";
import { type AuditScope, listAudit } from "@/lib/audit/list-entries";
import { recordedName, type SentencePart, sentenceParts } from "@/lib/audit/sentence";
import type { Locale } from "@/lib/i18n/contract";
import { activityWords, withName } from "./activity-words";
import type { ActivityEntry, ActivityPart, NamedThing } from "./contract";
import { nameOnce } from "./name-once";
import { type Names, readNames } from "./read-names";

type Described = { entry: AuditEntryView; parts: SentencePart[] };
/** Who reads it, which entries, and in which language. */
type Reader = { actor: Actor; scope: AuditScope; locale: Locale };

/** One page of the audit log, with who and what in words. Names are read for the whole page at once. */
export async function listActivity(
  { actor, scope, locale }: Reader,
  query: Omit<AuditQuery, "format">,
): Promise<{ items: ActivityEntry[]; nextCursor: string | null }> {
  const { items, nextCursor } = await listAudit(actor, scope, query);
  const { sentences, words } = activityWords[locale];
  const described = items.map((entry) => {
    const template = sentences[entry.action] ?? withName(words.unknown, entry.action, "action");
    return { entry, parts: sentenceParts(template, entry) };
  });
  const names = await readNames(actor, described.flatMap(idsIn), scope === "all");
  return { items: described.map((one) => toActivity(one, { actor, names, locale })), nextCursor };
}

const idsIn = ({ entry, parts }: Described) => [
  ...(entry.actor.id ? [entry.actor.id] : []),
  ...parts.flatMap((part) => (part.kind === "thing" ? (part.id ?? entry.targetId ?? []) : [])),
];

function toActivity({ entry, parts }: Described, context: Context): ActivityEntry {
  const sentence = parts.map((part): ActivityPart => {
    if (part.kind !== "thing") return part;
    const isTarget = part.id === null || part.id === entry.targetId;
    const id = part.id ?? entry.targetId;
    return { kind: "thing", ...nameThing(id, isTarget ? recordedName(entry) : null, context) };
  });
  return {
    ...entry,
    who: nameActor(entry, context),
    sentence: nameOnce(sentence, activityWords[context.locale].things),
  };
}

type Context = { names: Names; actor: Actor; locale: Locale };

/** By the name that the entry holds, else by today's; a thing that is gone is named by its kind. */
function nameThing(id: string | null, recorded: string | null, { names, actor, locale }: Context): NamedThing {
  const { words, things } = activityWords[locale];
  if (id === null) return { name: recorded ?? words.something, href: null };
  if (id === actor.userId) return { name: withName(words.yourself, actor.name), href: null };
  const current = names.nameOf(id);
  if (recorded ?? current) return { name: recorded ?? current ?? "", href: names.hrefOf(id) };
  const noun = names.nounOf(id);
  if (noun === null) return { name: id, href: null };
  return { name: things[noun]?.deleted ?? noun, href: null };
}

function nameActor({ actor: who }: AuditEntryView, { actor, names, locale }: Context): NamedThing {
  const { words } = activityWords[locale];
  const by = (name: string) => (who.kind === "token" ? withName(words.byToken, name) : name);
  if (who.id === null) return { name: who.kind === "system" ? words.panel : words.somebody, href: null };
  if (who.id === actor.userId) return { name: by(words.you), href: null };
  const name = who.name ?? names.nameOf(who.id) ?? words.erasedAccount;
  return { name: by(name), href: names.hrefOf(who.id) };
}
