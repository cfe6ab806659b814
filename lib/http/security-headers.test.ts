import { expect, test } from "vitest";
import { pagePolicy, realtimeSources, securityHeaders } from "./security-headers";

test("every answer carries at least 14 of them", () => {
  expect(Object.keys(securityHeaders("http://panel.lan")).length).toBeGreaterThanOrEqual(14);
});

test("https panels ask browsers to stay on https for a year; plain ones cannot", () => {
  expect(securityHeaders("https://panel.example.net")["strict-transport-security"]).toMatch(/max-age=31536000/);
  expect(securityHeaders("http://panel.lan")).not.toHaveProperty("strict-transport-security");
});

test("the page policy allows no inline and no foreign script", () => {
  const policy = pagePolicy("bm9uY2U=", false, ["ws://panel.lan:6001"]);
  const scripts = policy.split("; ").find((part) => part.startsWith("script-src"));
  expect(scripts).toBe("script-src 'self' 'nonce-bm9uY2U=' 'strict-dynamic'");
  expect(policy).not.toContain("unsafe-eval");
  for (const part of [
    "object-src 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "form-action 'self'",
    "connect-src 'self' ws://panel.lan:6001;",
  ]) {
    expect(`${policy};`).toContain(part);
  }
});

test.each([
  [
    "the embedded server",
    { hosted: false, cluster: "", wsHost: "panel.lan", wsPort: 6001, forceTLS: false },
    ["ws://panel.lan:6001"],
  ],
  [
    "behind https",
    { hosted: false, cluster: "", wsHost: "[2001:db8::1]", wsPort: 443, forceTLS: true },
    ["wss://[2001:db8::1]:443"],
  ],
  [
    "hosted Pusher",
    { hosted: true, cluster: "eu", forceTLS: true },
    ["wss://ws-eu.pusher.com", "https://sockjs-eu.pusher.com"],
  ],
])("a page may connect to %s and nothing else", (_what, address, expected) => {
  expect(realtimeSources(address)).toEqual(expected);
});
