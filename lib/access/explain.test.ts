import { describe, expect, test } from "vitest";
import { type ExplainInput, explainAccess, reachTable } from "./explain";
import { permissions } from "./permissions";

const base: ExplainInput = {
  permission: "server.power",
  role: "USER",
  scopes: null,
  disabled: false,
  mustEnrol: false,
  target: { exists: true, isOwn: true, sharedPermissions: null },
};
const theirs = { exists: true, isOwn: false, sharedPermissions: null };

describe("why somebody may or may not", () => {
  test.each([
    ["their own server", {}, true, null],
    ["somebody else's", { target: theirs }, false, "Reach"],
    ["one shared for it", { target: { ...theirs, sharedPermissions: ["server.power"] } }, true, null],
    ["one shared for something else", { target: { ...theirs, sharedPermissions: ["server.read"] } }, false, "Reach"],
    ["one that is not there", { target: { ...theirs, exists: false } }, false, "Reach"],
    ["as a manager, anybody's", { role: "MANAGER", target: theirs }, true, null],
    ["as a guest", { role: "GUEST" }, false, "Role"],
    [
      "shared with a guest",
      { role: "GUEST", target: { ...theirs, sharedPermissions: ["server.power"] } },
      false,
      "Role",
    ],
    ["with a token that may only read", { scopes: ["server.read"] }, false, "Token"],
    ["with a token for servers", { scopes: ["server.*"] }, true, null],
    ["with a token that may only confirm", { scopes: ["step_up"] }, false, "Token"],
    ["locked", { disabled: true }, false, "Account"],
    ["without the factor the role needs", { mustEnrol: true }, false, "Second factor"],
  ] as const)("%s", (_what, changes, allowed, failing) => {
    const explanation = explainAccess({ ...base, ...changes } as ExplainInput);
    expect(explanation.allowed).toBe(allowed);
    expect(explanation.rules.find(({ passed }) => !passed)?.rule ?? null).toBe(failing);
  });
});

test("the table has a line for every permission", () => {
  expect(reachTable().map(({ permission }) => permission)).toEqual(Object.keys(permissions));
});
