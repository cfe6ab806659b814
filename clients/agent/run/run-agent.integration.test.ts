import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { gunzipSync } from "node:zlib";
import { afterAll, expect, it } from "vitest";
import { Containers } from "../collectors/containers";
import { Agent } from "./run-agent";

const home = mkdtempSync(path.join(tmpdir(), "lightnode-agent-"));
afterAll(() => rmSync(home, { recursive: true, force: true }));

class SlowContainers extends Containers {
  override async list() {
    await new Promise((resolve) => setTimeout(resolve, 2_500));
    return [];
  }
}

it("reads the clock after the facts, so that a slow Docker is no wrong clock", { timeout: 40_000 }, async () => {
  const stop = new AbortController();
  let isSent: (differenceMs: number) => void = () => {};
  const sent = new Promise<number>((resolve) => {
    isSent = resolve;
  });
  const panel = createServer(async (request, response) => {
    const at = Date.now();
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part);
    const body = JSON.parse(gunzipSync(Buffer.concat(parts)).toString()) as { sentAt: number; facts?: object };
    response.end("{}");
    if (body.facts) isSent(at - body.sentAt);
  });
  await new Promise<void>((resolve) => panel.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(panel.address() as AddressInfo).port}`;
  const credentials = { url, agentId: "mch_1", token: "agt_1" };
  const ending = new Agent({ home, credentials, log: () => {}, containers: new SlowContainers() }).run(stop.signal);
  expect(await sent).toBeLessThan(1_500);
  stop.abort();
  expect(await ending).toEqual({ kind: "stopped" });
  panel.close();
  panel.closeAllConnections();
});
