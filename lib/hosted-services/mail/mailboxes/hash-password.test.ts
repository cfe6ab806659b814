import { expect, it } from "vitest";
import { hashMailPassword, isMailPassword } from "./hash-password";

it("a hash names its scheme and differs each time", async () => {
  const [one, two] = [await hashMailPassword("a password"), await hashMailPassword("a password")];
  expect(one).toMatch(/^\{ARGON2ID\}\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/);
  expect(one).not.toBe(two);
});

it("verifies the right password only", async () => {
  const hash = await hashMailPassword("pässword");
  expect(await isMailPassword("pässword", hash)).toBe(true);
  expect(await isMailPassword("password", hash)).toBe(false);
  expect(await isMailPassword("pässword", "none")).toBe(false);
  expect(await isMailPassword("", "")).toBe(false);
});
