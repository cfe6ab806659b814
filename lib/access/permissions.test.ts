import { describe, expect, it } from "vitest";
import { isScope, may, type Permission, permissions, type Reach, type Role, reachOf, roles } from "./permissions";

/**
 * Written out on purpose: a change of a manifest has to be made here too. A new module may write its own in its folder.
 * Order: ADMIN, MANAGER, USER, GUEST.
 */
const expected: Partial<Record<Permission, readonly [Reach, Reach, Reach, Reach]>> = {
  "server.create": ["all", "all", "own", "none"],
  "server.read": ["all", "all", "own", "own"],
  "server.update": ["all", "all", "own", "none"],
  "server.reinstall": ["all", "all", "own", "none"],
  "server.power": ["all", "all", "own", "none"],
  "server.command": ["all", "all", "own", "none"],
  "server.console": ["all", "all", "own", "none"],
  "server.delete": ["all", "all", "own", "none"],
  "server.credentials": ["all", "all", "own", "none"],
  "server.share": ["all", "all", "own", "none"],
  "server.suspend": ["all", "all", "none", "none"],
  "executor.create": ["all", "all", "own", "none"],
  "executor.read": ["all", "all", "own", "none"],
  "executor.manage": ["all", "all", "own", "none"],
  "executor.command": ["all", "all", "own", "none"],
  "executor_template.read": ["all", "all", "own", "none"],
  "executor_template.manage": ["all", "all", "own", "none"],
  "template.read": ["all", "all", "own", "own"],
  "region.read": ["all", "all", "own", "own"],
  "node.read": ["all", "all", "none", "none"],
  "node.manage": ["all", "none", "none", "none"],
  "run.read": ["all", "all", "none", "none"],
  "user.read": ["all", "all", "none", "none"],
  "user.manage": ["all", "none", "none", "none"],
  "account.read": ["own", "own", "own", "own"],
  "account.manage": ["own", "own", "own", "own"],
  "security.read": ["all", "all", "none", "none"],
  "security.manage": ["all", "none", "none", "none"],
  "access.explain": ["all", "none", "none", "none"],
  "audit.read": ["all", "none", "none", "none"],
  "encryption.manage": ["all", "none", "none", "none"],
  "mail.read": ["all", "none", "none", "none"],
  "mail.manage": ["all", "none", "none", "none"],
  "job.read": ["all", "none", "none", "none"],
  "job.manage": ["all", "none", "none", "none"],
};
const all = Object.keys(permissions) as Permission[];
const written = Object.keys(expected) as Permission[];
const cases = written.flatMap((permission) =>
  roles.map((role, index) => [role, permission, expected[permission]?.[index] ?? "missing here"] as const),
);
const grant = (role: Role, scopes: readonly string[] | null = null) => ({ kind: "token" as const, role, scopes });

describe("permissions", () => {
  it.each(cases)("%s, %s: %s", (role, permission, reach) => {
    expect(reachOf({ kind: "user", role, scopes: null }, permission)).toBe(reach);
    expect(reachOf(grant(role, ["*"]), permission)).toBe(reach);
    expect(reachOf(grant(role, [permission]), permission)).toBe(reach);
    expect(reachOf(grant(role, [`${permission.split(".")[0]}.*`]), permission)).toBe(reach);
    expect(reachOf(grant(role, []), permission)).toBe("none");
    expect(
      may(
        grant(
          role,
          all.filter((other) => other !== permission),
        ),
        permission,
      ),
    ).toBe(false);
  });

  it.each(all)("the system may %s; a server's panel login only a few things", (permission) => {
    expect(reachOf({ kind: "system", role: "GUEST", scopes: [] }, permission)).toBe("all");
    const allowed = ["server.read", "server.power", "server.command", "server.console", "template.read"].includes(
      permission,
    );
    expect(reachOf({ kind: "resource_login", role: "ADMIN", scopes: null }, permission)).toBe(allowed ? "own" : "none");
  });

  it("a scope covers its own resource only", () => {
    expect(may(grant("ADMIN", ["serve.*", "server", "server.", "server.re", "server.*.x"]), "server.read")).toBe(false);
    expect(may(grant("ADMIN", ["user.*"]), "server.read")).toBe(false);
  });

  it.each([
    ["*", true],
    ["server.read", true],
    ["server.*", true],
    ["step_up", true],
    ["server", false],
    ["server.fly", false],
    ["serv.*", false],
    [".*", false],
    ["", false],
    ["toString", false],
    ["**", false],
  ])("%j is a scope: %s", (text, yes) => expect(isScope(text)).toBe(yes));
});
