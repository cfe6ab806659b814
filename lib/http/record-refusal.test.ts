import { expect, test } from "vitest";
import { type Actor, noOrigin, systemActor } from "@/lib/access/actor";
import { coreErrors } from "@/lib/core/errors";
import { isWorthRecording, type RefusedRequest } from "./record-refusal";

const caller: Actor = { ...systemActor, kind: "user", userId: "usr_1", role: "USER" };
const base = { method: "GET", path: "/api/servers/[id]", hasId: true, caller, origin: noOrigin, hasCredential: true };
const unknownField = coreErrors.validation_failed({
  errors: [{ path: "role", message: "This field is not known here." }],
});

test.each([
  ["a forged form", { error: coreErrors.cross_origin() }, true],
  ["running into a limit", { error: coreErrors.rate_limited(), caller: null, hasCredential: false }, true],
  ["a guessed token", { error: coreErrors.unauthenticated(), caller: null }, true],
  [
    "a visitor without any credential",
    { error: coreErrors.unauthenticated(), caller: null, hasCredential: false },
    false,
  ],
  ["reaching for somebody else's thing", { error: coreErrors.not_found() }, true],
  ["a wrong address", { error: coreErrors.not_found(), hasId: false }, false],
  ["a field that is not there to be sent", { error: unknownField }, true],
  [
    "a typing error",
    { error: coreErrors.validation_failed({ errors: [{ path: "name", message: "Enter a name." }] }) },
    false,
  ],
  // `access.refused` says which permission was missing.
  ["a missing permission", { error: coreErrors.forbidden() }, false],
] as const)("%s: %s", (_what, changes, expected) => {
  expect(isWorthRecording({ ...base, ...changes } as RefusedRequest)).toBe(expected);
});
