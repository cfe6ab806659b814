import { describe, expect, it } from "vitest";
import { connectionReason, fullReason } from "./provider-error";

const refused = Object.assign(new Error("connect ECONNREFUSED 10.0.0.7:5432"), { code: "ECONNREFUSED" });
const wrongPassword = Object.assign(new Error('password authentication failed for user "lightnode"'), {
  code: "28P01",
});
const timeout = Object.assign(new Error("10.0.0.7 did not answer"), { name: "TimeoutError" });

describe("the reason why a connection failed", () => {
  it.each([
    ["ECONNREFUSED", refused],
    ["ECONNREFUSED", new TypeError("fetch failed", { cause: refused })],
    ["28P01", wrongPassword],
    ["it did not answer in time", timeout],
    ["the connection broke", new Error("read from 10.0.0.7")],
    ["the connection broke", "10.0.0.7"],
  ])("is %s for customers, without address and user", (reason, error) => {
    expect(connectionReason(error)).toBe(reason);
  });

  it("is whole for administrators", () => {
    expect(fullReason(new Error("PostgreSQL: ECONNREFUSED.", { cause: refused }))).toContain("10.0.0.7:5432");
    expect(fullReason(refused)).toContain("10.0.0.7:5432");
  });
});
