import { expect, it } from "vitest";
import { activityWords } from "./activity-words";
import { nameOnce } from "./name-once";

const thing = (name: string) => ({ kind: "thing", name, href: null }) as const;
const text = (words: string) => ({ kind: "text", text: words }) as const;
const read = (parts: Parameters<typeof nameOnce>[0]) =>
  nameOnce(parts, activityWords.en.things)
    .map((part) => (part.kind === "thing" ? part.name : part.text))
    .join("");

it("says the kind of a deleted thing once", () => {
  expect(read([text("changed the password of the mailbox "), thing("a deleted mailbox"), text(".")])).toBe(
    "changed the password of a deleted mailbox.",
  );
});

it("keeps the kind beside a name, and words that are no kind", () => {
  expect(read([text("deleted the server "), thing("Survival")])).toBe("deleted the server Survival");
  expect(read([text("created the account of "), thing("a deleted account")])).toBe(
    "created the account of a deleted account",
  );
});

it("says it once in other languages too", () => {
  const parts = nameOnce([text("hat das Postfach "), thing("ein gelöschtes Postfach")], activityWords.de.things);
  expect(parts[0]).toEqual(text("hat "));
});
