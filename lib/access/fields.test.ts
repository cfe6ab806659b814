import { describe, expect, test } from "vitest";
import { type FieldName, fieldRules, maskAddress, maskEmail, maskFields, visibilityOf } from "./fields";
import { roles } from "./permissions";

/** Written out on purpose. Order: ADMIN, MANAGER, USER, GUEST; of one's own, then of others. */
const expected: Record<FieldName, readonly [string, string]> = {
  "user.email": ["clear clear clear clear", "clear masked hidden hidden"],
  "session.ip": ["clear clear clear clear", "clear masked hidden hidden"],
  "token.lastUsedIp": ["clear clear clear clear", "clear masked hidden hidden"],
  "server.environment": ["clear clear clear hidden", "clear clear hidden hidden"],
  "server.node": ["clear clear hidden hidden", "clear clear hidden hidden"],
  "server.rconPassword": ["hidden hidden hidden hidden", "hidden hidden hidden hidden"],
  "run.errorDetail": ["clear clear hidden hidden", "clear clear hidden hidden"],
};

describe("fields by role", () => {
  test.each(Object.keys(fieldRules) as FieldName[])("%s", (field) => {
    const seen = (isOwn: boolean) => roles.map((role) => visibilityOf({ kind: "user", role }, field, isOwn)).join(" ");
    expect([seen(true), seen(false)]).toEqual(expected[field]);
    expect(visibilityOf({ kind: "system", role: "GUEST" }, field, false)).toBe("clear");
  });
});

describe("masking", () => {
  const user = { id: "usr_1", email: "ada@example.net", name: "Ada" };
  test("shortens for a manager, clears for a customer, leaves an administrator's view and one's own alone", () => {
    expect(maskFields({ kind: "user", role: "MANAGER" }, "user", user, false).email).toBe("a•••@example.net");
    expect(maskFields({ kind: "user", role: "USER" }, "user", user, false).email).toBeNull();
    expect(maskFields({ kind: "user", role: "ADMIN" }, "user", user, false)).toEqual(user);
    expect(maskFields({ kind: "user", role: "GUEST" }, "user", user, true)).toEqual(user);
  });

  test("hidden records become empty, absent fields stay absent", () => {
    const server = { environment: { MOTD: "secret" }, name: "World" };
    expect(maskFields({ kind: "user", role: "GUEST" }, "server", server, true)).toEqual({
      environment: {},
      name: "World",
    });
  });

  test.each([
    ["ada@example.net", "a•••@example.net"],
    ["@example.net", "•••"],
    ["nonsense", "•••"],
  ])("%s is shown as %s", (email, masked) => expect(maskEmail(email)).toBe(masked));

  test.each([
    ["192.0.2.44", "192.0.2.•••"],
    ["2001:db8:1:2::9", "2001:db8:•••"],
  ])("%s is shown as %s", (address, masked) => expect(maskAddress(address)).toBe(masked));
});
