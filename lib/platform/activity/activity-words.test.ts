import { describe, expect, it } from "vitest";
import { sentences } from "@/lib/audit/generated/sentences";
import { locales } from "@/lib/i18n/contract";
import { activityGroups, activityWords } from "./activity-words";

/** What a sentence names, and which of it may be left out. */
const marksOf = (text: string) => [...text.matchAll(/[[\]`]|\{[^}]*\}/g)].map(([mark]) => mark).sort();
const namesOf = (text: string) => marksOf(text).join(" ");

describe.each(locales)("the activity in %s", (locale) => {
  const words = activityWords[locale];

  it("has a sentence for each action, with the same names", () => {
    const expected = Object.entries(sentences).map(([action, text]) => [action, namesOf(text)]);
    const found = Object.entries(words.sentences).map(([action, text]) => [action, namesOf(text)]);
    expect(Object.fromEntries(found)).toEqual(Object.fromEntries(expected));
  });

  it("has the words, things and groups of English", () => {
    const { en } = activityWords;
    expect(Object.keys(words.things)).toEqual(Object.keys(en.things));
    expect(Object.keys(words.groups)).toEqual(Object.keys(en.groups));
    for (const [name, text] of Object.entries(en.words)) {
      expect(namesOf(words.words[name as keyof typeof en.words])).toBe(namesOf(text));
    }
  });

  it("has a group for each action", () => {
    const groups = new Set(activityGroups(locale).map(({ value }) => value));
    expect(new Set(Object.keys(sentences).map((action) => `${action.split(".")[0]}.`))).toEqual(groups);
  });
});
