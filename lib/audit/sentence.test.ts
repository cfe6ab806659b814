import { expect, it } from "vitest";
import { recordedName, type SentenceEntry, sentenceParts } from "./sentence";

const entry: SentenceEntry = {
  action: "server.command_sent",
  actor: { id: "usr_00000000000000000000000001" },
  targetKind: "server",
  targetId: "srv_00000000000000000000000001",
  detail: { command: "say hi", userId: "usr_00000000000000000000000002", fields: ["name", "size"], empty: "" },
  before: { name: "Old", state: "active" },
  after: { state: "draining" },
};

it.each([
  ["sent `{command}` to {target}", ["sent ", "`say hi`", " to ", "<target>"]],
  ["shared with {userId}", ["shared with ", "<usr_00000000000000000000000002>"]],
  ["changed[: {fields}]", ["changed: ", "name, size"].join("")],
  ["changed[: {missing}][ ({empty})]", ["changed"]],
  ["set from {before.state} to {after.state}", "set from active to draining"],
  ["removed[ of {other}]", ["removed of ", "<target>"]],
  ["used {missing}", "used …"],
])("%s", (template, expected) => {
  const parts = sentenceParts(template, entry).map((part) =>
    part.kind === "thing" ? `<${part.id ?? "target"}>` : part.kind === "code" ? `\`${part.text}\`` : part.text,
  );
  expect(typeof expected === "string" ? parts.join("") : parts).toEqual(expected);
});

it("leaves {other} out when the person did it to their own account, and shortens long values", () => {
  const own = { ...entry, targetId: entry.actor.id };
  expect(sentenceParts("removed[ of {other}]", own)).toEqual([{ kind: "text", text: "removed" }]);
  const long = sentenceParts("`{command}`", { ...entry, detail: { command: "x".repeat(500) } });
  expect(long).toEqual([{ kind: "code", text: `${"x".repeat(200)}…` }]);
});

it("says what an action without a sentence was called", () => {
  expect(sentenceParts(undefined, { ...entry, action: "old.gone" })[0]).toEqual({
    kind: "text",
    text: 'did "old.gone" with ',
  });
});

it("finds the name that the entry holds", () => {
  expect(recordedName(entry)).toBe("Old");
  expect(recordedName({ ...entry, detail: { name: "World" } })).toBe("World");
  expect(recordedName({ ...entry, before: null })).toBeNull();
});
