import { sentences } from "@/lib/audit/generated/sentences";
import type { Locale } from "@/lib/i18n/contract";
import ar from "./words/ar.json";
import de from "./words/de.json";
import en from "./words/en.json";
import es from "./words/es.json";

type Words = {
  /** By action; in the form of the sentences of the manifests (lib/audit/sentence.ts). */
  sentences: Readonly<Record<string, string>>;
  words: Record<keyof typeof en.words, string>;
  /** By the noun of read-names.ts: the kind as sentences write it before a name, and the words for a thing that is gone. */
  things: Readonly<Record<string, { kind: string; deleted: string }>>;
  /** Names of the first parts of actions, for a filter. */
  groups: Readonly<Record<string, string>>;
};

/** The words of the activity in each language. English sentences are those of the manifests. */
export const activityWords: Record<Locale, Words> = { en: { ...en, sentences }, de, es, ar };

/** Groups of actions for a filter: `server.` and "Server". */
export function activityGroups(locale: Locale): { value: string; label: string }[] {
  return Object.entries(activityWords[locale].groups)
    .map(([group, label]) => ({ value: `${group}.`, label }))
    .sort((a, b) => a.label.localeCompare(b.label, locale));
}

/** A text with its one name. Pure. */
export const withName = (text: string, value: string, name = "name"): string => text.replace(`{${name}}`, () => value);
