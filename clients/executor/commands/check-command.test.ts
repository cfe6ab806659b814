import { describe, expect, it } from "vitest";
import { executorId, makeSigner, signedCommand } from "../testing/fake-panel";
import { isSigned, judgeCommand, readCommand } from "./check-command";

const signer = makeSigner();
const keys = [{ id: signer.id, publicKey: signer.publicKey }];
const command = signedCommand(signer, { seq: 5, type: "bridge.send", payload: { message: "é", b: [1, { z: null }] } });
const standing = { executorId, keys, nowMs: Date.now(), lastSeq: 4, isJournaled: false };

describe("a command", () => {
  it("is taken when it is signed, ours, in time and the next", () => {
    expect(judgeCommand(command, standing)).toEqual({ kind: "take" });
    expect(judgeCommand(command, { ...standing, lastSeq: 5, isJournaled: true })).toEqual({ kind: "repeated" });
  });
  it("survives the way through JSON", () => {
    expect(isSigned(JSON.parse(JSON.stringify(command)), keys)).toBe(true);
  });
  it.each([
    ["executorId", "exe_other"],
    ["id", "cmd_other"],
    ["seq", 6],
    ["type", "restart"],
    ["payload", { message: "é", b: [1, { z: 0 }] }],
    ["expiresAt", new Date(Date.now() + 999_000).toISOString()],
    ["keyId", "s2"],
    ["signature", Buffer.alloc(64).toString("base64")],
    ["signature", "!"],
  ])("with another %s is refused", (name, value) => {
    expect(judgeCommand({ ...command, [name]: value }, standing).kind).toBe("refused");
    expect(isSigned({ ...command, [name]: value }, keys)).toBe(name === "none");
  });
  it("of another panel is refused, under the same key's name too", () => {
    const other = makeSigner();
    expect(isSigned(signedCommand(other, { seq: 5, type: "ping" }), keys)).toBe(false);
    expect(isSigned(command, [{ id: signer.id, publicKey: other.publicKey }])).toBe(false);
    expect(isSigned(command, [{ id: signer.id, publicKey: "short" }])).toBe(false);
  });
  it("that is old, or over, is refused", () => {
    expect(judgeCommand(command, { ...standing, lastSeq: 5 })).toMatchObject({
      reason: expect.stringContaining("not higher"),
    });
    const late = { ...standing, nowMs: Date.parse(command.expiresAt) };
    expect(judgeCommand(command, late)).toMatchObject({ reason: "it has expired" });
  });
  it("with a field unknown here is none", () => {
    expect(readCommand({ ...command, alsoDo: "x" })).toBeNull();
    expect(readCommand(null)).toBeNull();
    expect(readCommand(command)).toEqual(command);
  });
});
