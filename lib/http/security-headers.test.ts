import { expect, test } from "vitest";
import { pagePolicy, securityHeaders } from "./security-headers";

test("every answer carries at least 14 of them", () => {
  expect(Object.keys(securityHeaders("http://panel.lan")).length).toBeGreaterThanOrEqual(14);
});

test("https panels ask browsers to stay on https for a year; plain ones cannot", () => {
  expect(securityHeaders("https://panel.example.net")["strict-transport-security"]).toMatch(/max-age=31536000/);
  expect(securityHeaders("http://panel.lan")).not.toHaveProperty("strict-transport-security");
});

test("the page policy allows no inline and no foreign script", () => {
  const policy = pagePolicy("bm9uY2U=", false);
  const scripts = policy.split("; ").find((part) => part.startsWith("script-src"));
  expect(scripts).toBe("script-src 'self' 'nonce-bm9uY2U=' 'strict-dynamic'");
  expect(policy).not.toContain("unsafe-eval");
  for (const part of ["object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'", "form-action 'self'"]) {
    expect(policy).toContain(part);
  }
});
