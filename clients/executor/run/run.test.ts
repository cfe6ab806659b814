import { existsSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ensureHome, type Home, homeOf } from "../home";
import { FileLog } from "../log";
import { saveCredentials } from "../store/credentials";
import { startPeer } from "../testing/bridge-peer";
import { FakePanel, makeSigner, problem, sampleKey, sampleSecret, signedCommand, until } from "../testing/fake-panel";
import { freePort } from "../testing/running";
import { runExecutor } from "./run-executor";
import { readStatus } from "./status-file";

let panel: FakePanel;
let home: Home;
let stops: AbortController[] = [];
beforeEach(async () => {
  panel = await new FakePanel().start();
  home = homeOf(mkdtempSync(path.join(os.tmpdir(), "run-")));
  ensureHome(home);
  await saveCredentials(home, { key: sampleKey, secret: sampleSecret, url: panel.url });
  stops = [];
});
afterEach(async () => {
  for (const stop of stops) stop.abort();
  await panel.stop();
});

function run() {
  const stop = new AbortController();
  stops.push(stop);
  const log = new FileLog(home.log, () => {});
  const identity = { key: sampleKey, secret: panel.secret };
  const ended = runExecutor({ home, identity, url: panel.url, manual: {}, log, signal: stop.signal });
  const stopNow = () => {
    stop.abort();
    return ended;
  };
  return { ended, stop: stopNow };
}
const logged = () => (existsSync(home.log) ? readFileSync(home.log, "utf8") : "");
const give = (seq: number, type = "ping", payload = {}, more = {}) =>
  panel.commands.push(signedCommand(panel.signer, { seq, type, payload, ...more }));
const results = (seq: number) => panel.results.get(`cmd_${seq}`);

describe("commands", () => {
  it("are acknowledged, done and reported, without a socket too", async () => {
    give(1);
    give(2, "collect-logs", { lines: 5 });
    const { stop } = run();
    await until("results", () => Boolean(results(1) && results(2)), 8_000);
    expect(results(1)).toMatchObject([{ status: "done", output: { pong: true } }]);
    const order = panel.seen.map(({ path: at }) => at).filter((at) => /(ack|result)$/.test(at));
    expect(order.slice(0, 2)).toContain("/api/executor/commands/cmd_1/ack");
    expect(await stop()).toEqual({ kind: "stopped" });
    expect(readStatus(home)).toMatchObject({ state: "stopped", commandsDone: 2 });
  });
  it("that come twice are done once, and answered again from the journal", async () => {
    give(1);
    const { stop } = run();
    await until("first", () => results(1)?.length === 1, 8_000);
    // The panel lost everything about it.
    panel.acked.clear();
    give(2);
    const again = panel.commands[0];
    panel.intercept = (at) =>
      at.includes("wait=") ? { status: 200, body: { items: [again, panel.commands[1]] } } : null;
    await until("second", () => Boolean(results(2)) && (results(1)?.length ?? 0) >= 2, 8_000);
    panel.intercept = () => null;
    expect(new Set(results(1)?.map((one) => JSON.stringify(one))).size).toBe(1);
    await stop();
  });
  it("are refused without a right signature, and not acknowledged", async () => {
    const thief = makeSigner();
    panel.commands.push(signedCommand(thief, { seq: 1, type: "ping" }));
    const { stop } = run();
    await until("refused", () => logged().includes("not the panel's"), 8_000);
    expect([panel.acked.size, panel.results.size]).toEqual([0, 0]);
    // One that is refused holds up none behind it, and makes no tight loop.
    give(2);
    await until("next", () => Boolean(results(2)), 12_000);
    await stop();
  }, 30_000);
  it("that are unknown, wrong or denied are reported as failed", async () => {
    writeFileSync(home.policy, '{"deny":["restart"]}');
    give(1, "fly");
    give(2, "ping", { much: 1 });
    give(3, "restart");
    const { stop } = run();
    await until("results", () => Boolean(results(1) && results(2) && results(3)), 8_000);
    expect([1, 2, 3].map((seq) => results(seq)?.[0]?.error)).toEqual([
      expect.stringContaining("does not know the command fly"),
      expect.stringContaining("payload"),
      "denied by this machine's policy",
    ]);
    await stop();
  });
  it("that were taken back before they began are not done", async () => {
    give(1);
    panel.states.set("cmd_1", "cancelled");
    const { stop } = run();
    await until("dropped", () => logged().includes("calls it cancelled"), 8_000);
    expect(results(1)).toBeUndefined();
    await stop();
  });
  it("whose result the panel could not accept are reported after a restart", async () => {
    give(1);
    panel.intercept = (at) => (at.endsWith("/result") ? problem(503, "away") : null);
    const first = run();
    await until("tried", () => panel.seen.some(({ path: at }) => at.endsWith("/result")), 8_000);
    await first.stop();
    panel.intercept = () => null;
    const second = run();
    await until("the result", () => Boolean(results(1)));
    expect(results(1)).toMatchObject([{ status: "done", output: { pong: true } }]);
    await second.stop();
  }, 20_000);
  it("restart restarts the run, once", async () => {
    give(1, "restart");
    const first = run();
    expect(await first.ended).toEqual({ kind: "restart" });
    expect(results(1)).toMatchObject([{ status: "done" }]);
    const second = run();
    give(2);
    await until("second", () => Boolean(results(2)), 8_000);
    expect(results(1)).toHaveLength(1);
    await second.stop();
  }, 20_000);
});

describe("what a killed run left", () => {
  const expiresAt = new Date(Date.now() + 60_000).toISOString();
  const line = (seq: number, type: string, payload = {}) =>
    JSON.stringify({ t: "received", command: { id: `cmd_${seq}`, seq, type, payload, expiresAt } });
  const mark = (t: string, seq: number) => JSON.stringify({ t, id: `cmd_${seq}` });
  it("is done, reported as unknown, or reported again", async () => {
    const lines = [
      line(1, "ping"),
      line(2, "bridge.send", { message: "x" }),
      mark("acked", 2),
      mark("started", 2),
      line(3, "ping"),
      mark("started", 3),
      mark("acked", 3),
      line(4, "restart"),
      mark("acked", 4),
      mark("started", 4),
      JSON.stringify({ t: "finished", id: "cmd_5", result: { status: "done" } }),
    ];
    writeFileSync(path.join(home.directory, "journal-exe_00000000000000000000000000.jsonl"), `${lines.join("\n")}\n`);
    const { stop } = run();
    await until("all", () => [1, 2, 3, 4].every((seq) => results(seq)), 8_000);
    expect(results(1)?.[0]?.status).toBe("done");
    expect(results(2)?.[0]?.error).toBe(
      "The executor stopped while this was under way; it may or may not have reached the bridge.",
    );
    expect(results(3)?.[0]?.status).toBe("done");
    expect(results(4)?.[0]).toMatchObject({ status: "done", output: { restarted: true } });
    expect(panel.acked.has("cmd_1")).toBe(true);
    await stop();
  });
});

describe("the session", () => {
  it("ends and removes the credentials when it is revoked", async () => {
    const { ended } = run();
    await until("online", () => readStatus(home)?.state === "online");
    panel.intercept = (at) => (at.includes("heartbeat") ? problem(403, "executor_revoked") : null);
    expect(await ended).toMatchObject({ kind: "revoked" });
    expect([home.credentials, home.keyFile, home.config].map(existsSync)).toEqual([false, false, false]);
  });
  it("ends when a newer copy took over, and keeps the credentials", async () => {
    const { ended } = run();
    await until("online", () => readStatus(home)?.state === "online");
    panel.intercept = () => problem(409, "executor_superseded");
    expect(await ended).toMatchObject({ kind: "superseded" });
    expect(existsSync(home.credentials)).toBe(true);
    const fences = panel.seen.map(({ headers }) => headers["x-executor-fence"]);
    expect(fences).toContain("1");
  });
  it("takes a new secret that setup stored beside it", async () => {
    const { stop } = run();
    await until("online", () => readStatus(home)?.state === "online");
    panel.secret = sampleSecret.replace("TW7", "TW8");
    await until("the log line", () => logged().includes("does not accept the secret"));
    await saveCredentials(home, { key: sampleKey, secret: panel.secret, url: panel.url });
    await until("again", () => logged().includes("answers again"), 15_000);
    expect(logged()).not.toContain("exs_T");
    await stop();
  }, 30_000);
  it("starts with the last good configuration while the panel is away", async () => {
    const first = run();
    await until("online", () => readStatus(home)?.state === "online");
    await first.stop();
    panel.intercept = () => problem(503, "away");
    const second = run();
    await until("started", () => logged().includes("the last good one"));
    panel.intercept = () => null;
    give(1);
    await until("works", () => Boolean(results(1)), 20_000);
    await second.stop();
  }, 30_000);
  it("follows a change of configuration", async () => {
    const { stop } = run();
    await until("online", () => readStatus(home)?.state === "online");
    panel.configVersion = 2;
    panel.config = { zmqPort: 6_001 };
    await until("applied", () => readStatus(home)?.bridge === "tcp://127.0.0.1:6001");
    await until("the heartbeat", () =>
      panel.seen.some(({ body }) => (body as { configVersion?: number }).configVersion === 2),
    );
    await stop();
  });
  it("refuses unknown signing keys, and logs it", async () => {
    const { stop } = run();
    await until("online", () => readStatus(home)?.state === "online");
    const otherSigner = makeSigner("s9");
    panel.configVersion = 2;
    panel.config = { signingKeys: [{ id: "s9", publicKey: otherSigner.publicKey }] };
    await until("said", () => logged().includes("signing keys that this executor has never seen"));
    panel.commands.push(signedCommand(otherSigner, { seq: 1, type: "ping" }));
    await until("refused", () => logged().includes("not the panel's"), 8_000);
    await until("degraded", () => panel.seen.some(({ body }) => (body as { status?: string }).status === "degraded"));
    await stop();
  }, 20_000);
});

describe("the bridge", () => {
  const saidConnected = (connected: number) => () =>
    panel.seen.some(
      ({ path: at, body }) =>
        at === "/api/executor/heartbeat" &&
        (body as { metrics?: Record<string, number> }).metrics?.bridgeConnected === connected,
    );

  it("is opened from the start, and the panel learns within seconds that it is there and that it is gone", async () => {
    const port = await freePort();
    const bridge = await startPeer(port);
    panel.config = { zmqHost: "tcp://localhost", zmqPort: port };
    const { stop } = run();
    await until("the bridge in a heartbeat", saidConnected(1), 8_000);
    expect(readStatus(home)).toMatchObject({ bridge: `tcp://localhost:${port}` });
    panel.seen.length = 0;
    bridge.close();
    await until("its loss in a heartbeat", saidConnected(0), 8_000);
    await stop();
  });
});
