import { describe, expect, it } from "vitest";
import { nextPath, signInPath } from "./next-path";

describe("the page after signing in", () => {
  it.each([
    ["/servers/srv_1", "/servers/srv_1"],
    ["/admin/audit?from=2026-01-01&q=a%20b", "/admin/audit?from=2026-01-01&q=a%20b"],
    ["/servers/srv_1#console", "/servers/srv_1#console"],
    ["/servers/../admin", "/admin"],
  ])("to a page of this panel: %s", (text, expected) => {
    expect(nextPath(text)).toBe(expected);
  });

  it.each([
    "//evil.test/login",
    "/\\evil.test",
    "\\\\evil.test",
    "https://evil.test/",
    "javascript:alert(1)",
    "/\t/evil.test",
    "/\n/evil.test",
    "/..//evil.test",
    "servers",
    "",
    "/api/servers",
    "/sign-in?next=/sign-in",
    `/${"x".repeat(600)}`,
    undefined,
    ["/servers", "//evil.test"],
  ])("nowhere else: %s", (text) => {
    expect(nextPath(text)).toBe("/");
  });

  it("is the page that the person had to leave", () => {
    expect(signInPath("/servers?q=a&b=c", "revoked")).toBe("/sign-in?ended=revoked&next=%2Fservers%3Fq%3Da%26b%3Dc");
    expect(signInPath("/")).toBe("/sign-in");
  });
});
