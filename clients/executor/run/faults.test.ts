import { writeFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { until } from "../testing/fake-panel";
import { freePort, Stage } from "../testing/running";

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
  it("while it waited for the bridge is not sent, though no push told", async () => {
    const { panel } = stage;
    stage.give(1, "bridge.send", { message: "never" });
    stage.give(2, "bridge.send", { message: "wanted" });
    stage.run();
    await until("waits", () => stage.logged.length > 0 && panel.acked.has("cmd_2"), 8_000);
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
    await until("told", () => Boolean(stage.results(1)), 10_000);
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
