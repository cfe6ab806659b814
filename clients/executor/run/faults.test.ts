import { statSync, utimesSync, writeFileSync } from "node:fs";
import { open } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { saveCredentials } from "../store/credentials";
import { makeSigner, sampleKey, sampleSecret, signedCommand, until } from "../testing/fake-panel";
import { freePort, Stage } from "../testing/running";
import { readStatus } from "./status-file";

let stage: Stage;
beforeEach(async () => {
  stage = await new Stage().open();
  stage.panel.config = { zmqPort: await freePort() };
});
afterEach(() => stage.close());

const line = (t: string, seq: number) => JSON.stringify({ t, id: `cmd_${seq}` });
const received = (seq: number, type: string, payload = {}, more = {}) => {
  const expiresAt = new Date(Date.now() + 60_000).toISOString();
  return JSON.stringify({ t: "received", command: { id: `cmd_${seq}`, seq, type, payload, expiresAt }, ...more });
};
const write = (lines: string[]) => writeFileSync(stage.journal, `${lines.join("\n")}\n`);

describe("a command that was taken back", () => {
  it("while it waited for the bridge is not sent, also without a push", async () => {
    const { panel } = stage;
    stage.give(1, "bridge.send", { message: "never" });
    stage.give(2, "bridge.send", { message: "wanted" });
    stage.run();
    await until("waits", () => stage.logged.length > 0 && panel.acked.has("cmd_2"), 8_000);
    await sleep(300);
    panel.states.set("cmd_1", "cancelled");
    const heard = await stage.bridge();
    await until("the next", () => Boolean(stage.results(2)), 8_000);
    expect(heard).toEqual(["wanted"]);
    expect(stage.results(1)).toBeUndefined();
  }, 20_000);
  it("while the executor was stopped is not done at its start", async () => {
    write([received(1, "bridge.send", { message: "never" }), line("acked", 1), received(2, "ping"), line("acked", 2)]);
    stage.panel.states.set("cmd_1", "cancelled");
    const heard = await stage.bridge();
    stage.run();
    await until("ping", () => Boolean(stage.results(2)), 8_000);
    await until("dropped", () => stage.logged.includes("cmd_1 is not done"), 8_000);
    expect(heard).toEqual([]);
  }, 20_000);
  it("is not done while the panel cannot be asked, and done when it can", async () => {
    write([received(1, "bridge.send", { message: "wanted" }), line("acked", 1)]);
    stage.panel.intercept = (at) => (at.endsWith("/ack") ? { status: 503, body: {} } : null);
    const heard = await stage.bridge();
    stage.run();
    await until("asked", () => stage.panel.seen.some(({ path }) => path.endsWith("cmd_1/ack")), 8_000);
    await sleep(500);
    expect(heard).toEqual([]);
    stage.panel.intercept = () => null;
    await until("the result", () => Boolean(stage.results(1)), 10_000);
    expect(heard).toEqual(["wanted"]);
  }, 20_000);
  it("while it is in hand is noticed with the next heartbeat", async () => {
    stage.give(1, "bridge.send", { message: "never" });
    stage.run();
    await until("acked", () => stage.panel.acked.has("cmd_1"), 8_000);
    stage.panel.states.set("cmd_1", "cancelled");
    await until("dropped", () => stage.logged.includes("cmd_1 is not done"), 8_000);
  }, 20_000);
});

describe("new signing keys of the panel", () => {
  it("are fetched when a command is signed with one, and nothing overtakes it", async () => {
    const { panel } = stage;
    stage.run();
    await until("started", () => stage.logged.includes("is active"), 8_000);
    const fresh = makeSigner("s2");
    const both = [fresh, panel.signer].map(({ id, publicKey }) => ({ id, publicKey }));
    panel.config = { ...panel.config, signingKeys: both };
    panel.commands.push(signedCommand(fresh, { seq: 1, type: "ping" }));
    stage.give(2);
    await until("both", () => Boolean(stage.results(1) && stage.results(2)), 10_000);
    expect([...panel.acked]).toEqual(["cmd_1", "cmd_2"]);
  }, 20_000);
});

describe("a command is done before those behind it", () => {
  async function bothInOrder(): Promise<void> {
    stage.give(1);
    stage.give(2);
    stage.run();
    await until("both", () => Boolean(stage.results(1) && stage.results(2)), 12_000);
    expect([...stage.panel.results.keys()]).toEqual(["cmd_1", "cmd_2"]);
  }

  it("when the answer to its acknowledgement was another's page", async () => {
    let isFirst = true;
    stage.panel.intercept = (at) => {
      if (!at.endsWith("cmd_1/ack") || !isFirst) return null;
      isFirst = false;
      // The panel has it, the answer was lost.
      stage.panel.acked.add("cmd_1");
      return { status: 200, body: "a proxy's page" };
    };
    await bothInOrder();
  }, 20_000);
  it("when the acknowledgement was refused at first", async () => {
    let refusals = 0;
    stage.panel.intercept = (at) =>
      at.endsWith("cmd_1/ack") && refusals++ < 2 ? { status: 404, body: { detail: "a proxy's" } } : null;
    await bothInOrder();
  }, 20_000);
  it("when the disk was full for a moment", async () => {
    const handle = await open(stage.home.log, "a");
    const full = Object.assign(new Error("ENOSPC"), { code: "ENOSPC" });
    vi.spyOn(Object.getPrototypeOf(handle), "appendFile").mockRejectedValueOnce(full).mockRejectedValueOnce(full);
    await handle.close();
    await bothInOrder();
    vi.restoreAllMocks();
  }, 20_000);
});

it("commands for a bridge that is away are refused above the limit, and those in it are sent later", async () => {
  stage.panel.config = { ...stage.panel.config, settings: { bridgeQueueLimit: 2 } };
  for (const seq of [1, 2, 3, 4]) stage.give(seq, "bridge.send", { message: `m${seq}` });
  stage.give(5);
  stage.run();
  await until("refused", () => Boolean(stage.results(3) && stage.results(4) && stage.results(5)), 8_000);
  for (const seq of [3, 4])
    expect(stage.results(seq)).toMatchObject([{ status: "failed", error: "The bridge's queue is full (2)." }]);
  const heard = await stage.bridge();
  await until("sent", () => Boolean(stage.results(1) && stage.results(2)), 8_000);
  expect(heard).toEqual(["m1", "m2"]);
}, 20_000);

it("a result is reported although the disk cannot store it", async () => {
  const handle = await open(stage.home.log, "a");
  const prototype = Object.getPrototypeOf(handle) as typeof handle;
  const { appendFile } = prototype;
  vi.spyOn(prototype, "appendFile").mockImplementation(async function (this: typeof handle, text) {
    if (String(text).includes('"finished"')) throw Object.assign(new Error("no space left"), { code: "ENOSPC" });
    return appendFile.call(this, text);
  });
  await handle.close();
  stage.give(1);
  stage.run();
  await until("the result", () => Boolean(stage.results(1)), 10_000);
  vi.restoreAllMocks();
}, 20_000);

it("a command that could not be acknowledged in time is reported as failed, as the panel may have recorded the acknowledgement", async () => {
  stage.panel.intercept = (at) => (at.endsWith("/ack") ? { status: 503, body: {} } : null);
  stage.give(1, "ping", {}, { expiresAt: new Date(Date.now() + 3_000).toISOString() });
  stage.run();
  await until("the result", () => Boolean(stage.results(1)), 10_000);
  expect(stage.results(1)).toMatchObject([{ status: "failed", error: expect.stringContaining("in time") }]);
}, 20_000);

describe("setup beside a run", () => {
  it("that stored another address restarts the run", async () => {
    const { ended } = stage.run();
    await until("online", () => readStatus(stage.home)?.state === "online");
    await saveCredentials(stage.home, { key: sampleKey, secret: sampleSecret, url: "http://127.0.0.1:9" });
    expect(await ended).toEqual({ kind: "restart" });
  });
  it("is read once, not with each heartbeat", async () => {
    stage.run();
    await until("online", () => readStatus(stage.home)?.state === "online");
    await saveCredentials(stage.home, { key: sampleKey, secret: sampleSecret, url: stage.panel.url });
    const beats = () => stage.panel.seen.filter(({ path }) => path.endsWith("heartbeat")).length;
    const before = beats();
    await until("read", () => beats() > before + 2);
    // Where access times are kept, reading is seen by them.
    utimesSync(stage.home.keyFile, new Date(0), statSync(stage.home.keyFile).mtime);
    await until("more", () => beats() > before + 5);
    expect(statSync(stage.home.keyFile).atimeMs).toBe(0);
  });
});

describe("two copies", () => {
  it("one without the panel's number acknowledges nothing yet", async () => {
    stage.panel.intercept = (at) => (at.endsWith("/heartbeat") ? { status: 429, body: {} } : null);
    stage.give(1);
    stage.run();
    await until("listed", () => stage.panel.seen.some(({ path }) => path.includes("wait=")), 8_000);
    await sleep(300);
    expect(stage.panel.acked.size).toBe(0);
    stage.panel.intercept = () => null;
    await until("done", () => Boolean(stage.results(1)), 10_000);
    expect(stage.panel.ackedBy.get("cmd_1")).toBe(1);
  }, 20_000);
  it("what another one acknowledged is not done", async () => {
    stage.panel.fence = 8;
    stage.panel.ackedBy.set("cmd_1", 7);
    stage.give(1);
    stage.give(2);
    stage.run();
    await until("the next", () => Boolean(stage.results(2)), 8_000);
    expect(stage.logged).toContain("Another copy of this executor took it");
    expect(stage.results(1)).toBeUndefined();
  }, 20_000);
  it("what an earlier run of this one acknowledged, and was killed, is done", async () => {
    write([JSON.stringify({ t: "session", fence: 7 }), received(1, "ping")]);
    stage.panel.fence = 8;
    stage.panel.ackedBy.set("cmd_1", 7);
    stage.run();
    await until("done", () => Boolean(stage.results(1)), 8_000);
    expect(stage.results(1)).toMatchObject([{ status: "done" }]);
  }, 20_000);
  it("the older one reports how its commands ended", async () => {
    const heard = await stage.bridge({ answers: false });
    stage.give(1, "bridge.send", { message: "sent", timeoutMs: 60_000 });
    stage.give(2, "bridge.send", { message: "waits" });
    const { ended } = stage.run();
    await until("sent", () => heard.length === 1 && stage.panel.acked.has("cmd_2"), 8_000);
    stage.panel.intercept = (at) =>
      at.endsWith("/result") ? null : { status: 409, body: { code: "executor_superseded" } };
    expect(await ended).toMatchObject({ kind: "superseded" });
    expect(stage.results(1)).toMatchObject([{ status: "failed", error: expect.stringContaining("may or may not") }]);
    expect(stage.results(2)).toMatchObject([{ status: "failed", error: expect.stringContaining("was not done") }]);
    expect(heard).toEqual(["sent"]);
  }, 20_000);
});
