import { createHash } from "node:crypto";
import fc from "fast-check";
import Pusher from "pusher";
import { describe, expect, it } from "vitest";
import {
  channelAuthText,
  isBodyIntact,
  isSignedBy,
  readQuery,
  requestRefusal,
  requestText,
  sign,
  userAuthText,
} from "./signature";

// Key, secret and results of the worked examples in Pusher's documentation of its protocol.
const docs = { id: "3", key: "278d425bdf160c739803", secret: "7ad3773142a6692b25b8" };

describe("channel signatures", () => {
  it("match the worked examples of Pusher's documentation", () => {
    expect(sign(docs.secret, channelAuthText("1234.1234", "private-foobar"))).toBe(
      "58df8b0c36d6982b82c3ecf6b4662e34fe8c25bba48f5369f135bf843651c3a4",
    );
    const member = '{"user_id":10,"user_info":{"name":"Mr. Channels"}}';
    expect(sign(docs.secret, channelAuthText("1234.1234", "presence-foobar", member))).toBe(
      "31935e7d86dba64c2a90aed31fdc61869f9b22ba9d8863bba239c03ca481bc80",
    );
  });

  it("are the official library's", () => {
    const pusher = new Pusher({ appId: docs.id, key: docs.key, secret: docs.secret, cluster: "x" });
    const { auth } = pusher.authorizeChannel("1.2", "private-a");
    expect(isSignedBy(docs, auth, channelAuthText("1.2", "private-a"))).toBe(true);
    const user = pusher.authenticateUser("1.2", { id: "ü" });
    expect(isSignedBy(docs, user.auth, userAuthText("1.2", user.user_data))).toBe(true);
  });

  it("hold for nothing but the exact text", () => {
    const text = channelAuthText("1.2", "private-a");
    const good = `${docs.key}:${sign(docs.secret, text)}`;
    expect(isSignedBy(docs, good, text)).toBe(true);
    fc.assert(
      fc.property(fc.string(), (other) => {
        expect(isSignedBy(docs, other, text)).toBe(other === good);
        expect(isSignedBy(docs, good, other)).toBe(other === text);
      }),
    );
    for (const bad of ["", good.toUpperCase(), `${good} `, good.slice(0, -1), `other${good.slice(5)}`]) {
      expect(isSignedBy(docs, bad, text)).toBe(false);
    }
  });
});

describe("request signatures", () => {
  const example = readQuery(
    "auth_key=278d425bdf160c739803&auth_timestamp=1353088179&auth_version=1.0&body_md5=ec365a775a4cd0599faeb73354201b6f" +
      "&auth_signature=da454824c97ba181a32ccc17a72625ba02771f50b50e1e7430e47a1f3f457e6c",
  );
  const request = { method: "POST", path: "/apps/3/events", query: example ?? new Map<string, string>() };

  it("match the worked example of Pusher's documentation", () => {
    expect(requestRefusal(docs, request, 1353088179, 600)).toBeNull();
    expect(
      isBodyIntact(
        Buffer.from('{"name":"foo","channels":["project-3"],"data":"{\\"some\\":\\"data\\"}"}'),
        request.query.get("body_md5"),
      ),
    ).toBe(true);
  });

  const changed = (key: string, value: string) => new Map([...request.query, [key, value] as const]);
  it.each([
    ["another method", { ...request, method: "GET" }],
    ["another path", { ...request, path: "/apps/3/batch_events" }],
    ["an added parameter", { ...request, query: changed("info", "user_count") }],
    ["another body", { ...request, query: changed("body_md5", "0".repeat(32)) }],
    ["another timestamp", { ...request, query: changed("auth_timestamp", "1353088180") }],
    ["another key", { ...request, query: changed("auth_key", "other") }],
    ["another version", { ...request, query: changed("auth_version", "2.0") }],
    ["another signature", { ...request, query: changed("auth_signature", "da45") }],
    ["a timestamp that is no number", { ...request, query: changed("auth_timestamp", "1e9") }],
    ["nothing at all", { ...request, query: new Map<string, string>() }],
  ])("refuse %s", (_what, tampered) => {
    expect(requestRefusal(docs, tampered, 1353088179, 600)).not.toBeNull();
  });

  it.each([
    [-601, false],
    [-600, true],
    [600, true],
    [601, false],
  ])("a clock %i s away: accepted %s", (offset, ok) => {
    expect(requestRefusal(docs, request, 1353088179 + offset, 600) === null).toBe(ok);
  });

  it("sort keys, lower their case and leave values as they are", () => {
    const query = readQuery("b=2%202&A=%C3%A9&auth_signature=x") ?? new Map<string, string>();
    expect(requestText("get", "/p", query)).toBe("GET\n/p\na=é&b=2 2");
  });

  it("are not read from a query that says something twice", () => {
    expect(readQuery("a=1&a=2")).toBeNull();
    expect(readQuery("a=1&A=2")).toBeNull();
  });
});

describe("isBodyIntact", () => {
  it("is about raw bytes, and a body without md5 is not intact", () => {
    const raw = Buffer.from([0xff, 0xfe, 0x00]);
    expect(isBodyIntact(raw, createHash("md5").update(raw).digest("hex"))).toBe(true);
    expect(isBodyIntact(raw, undefined)).toBe(false);
    expect(isBodyIntact(Buffer.alloc(0), undefined)).toBe(true);
    expect(isBodyIntact(Buffer.from("{}"), "")).toBe(false);
  });
});
