import { describe, expect, it } from "vitest";
import { checkRequest, removeInternalHeaders } from "./check-request";

const check = (method: string, url: string, rawHeaders: string[] = ["Host", "panel.lan"]) =>
  checkRequest({ method, url, rawHeaders, headers: { host: rawHeaders[1] } })?.status ?? null;

describe("checkRequest", () => {
  it.each([
    ["a page", "GET", "/servers", null],
    ["a page with an odd query", "GET", "/servers?q=%C3%28", null],
    ["text that is UTF-8", "GET", "/servers/%C3%A4", null],
    ["a call of the API", "PATCH", "/api/servers/x", null],
    ["OPTIONS of the API", "OPTIONS", "/api/servers", null],
    ["TRACE", "TRACE", "/", 405],
    ["an unknown method", "PROPFIND", "/api/servers", 405],
    ["OPTIONS of the whole server", "OPTIONS", "*", 405],
    ["a change of a page", "POST", "/servers", 405],
    ["an absolute target", "GET", "http://evil.test/", 400],
    ["half a character in an API path", "GET", "/api/servers/%C3%28", 400],
    ["half an escape in a page", "GET", "/servers/%E0%A4%A", 404],
    ["a NUL in a page", "GET", "/servers/%00", 404],
  ])("%s", (_what, method, url, status) => expect(check(method, url)).toBe(status));

  it.each([
    ["two Host headers", ["Host", "panel.lan", "host", "evil.test"]],
    ["none", []],
    ["a blank in it", ["Host", "panel lan"]],
    ["a port out of range", ["Host", "panel.lan:99999"]],
    ["a path in it", ["Host", "panel.lan/x"]],
  ])("refuses %s", (_what, rawHeaders) => expect(check("GET", "/", rawHeaders)).toBe(400));

  it("accepts an IPv6 host", () => expect(check("GET", "/", ["Host", "[2001:db8::1]:3000"])).toBeNull());
});

describe("removeInternalHeaders", () => {
  it("keeps well-formed headers of the router, and removes malformed and internal ones", () => {
    const tree = encodeURIComponent(JSON.stringify(["", {}]));
    const headers = { rsc: "1", "next-router-state-tree": tree, "x-middleware-subrequest": "a", "next-action": "b" };
    removeInternalHeaders(headers);
    expect(headers).toEqual({ rsc: "1", "next-router-state-tree": tree });
    const malformed = { "next-router-state-tree": "%7B", "x-nonce": "chosen" };
    removeInternalHeaders(malformed);
    expect(malformed).toEqual({});
  });
});
