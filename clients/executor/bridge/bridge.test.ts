import { mkdtempSync } from "node:fs";
import net from "node:net";
import os from "node:os";
import path from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { Reply } from "zeromq";
import { checkZeromq } from "../doctor/network-checks";
import { until } from "../testing/fake-panel";
import { Bridge, replyOf, type SendOptions } from "./bridge";

const opened: { close(): void }[] = [];
afterEach(() => {
  for (const one of opened.splice(0)) one.close();
});

async function freePort(): Promise<number> {
  const server = net.createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as net.AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** A real REP that answers `re:…`, after what `before` does. */
async function peer(port: number, before: (message: string) => Promise<void> = async () => {}) {
  const socket = new Reply({ linger: 0 });
  await socket.bind(`tcp://127.0.0.1:${port}`);
  opened.push(socket);
  const heard: string[] = [];
  void (async () => {
    for await (const [frame] of socket) {
      const message = String(frame);
      heard.push(message);
      await before(message);
      await socket.send(`re:${message}`);
    }
  })().catch(() => {});
  return { socket, heard };
}

function makeBridge(port: number) {
  const log = { info: () => {}, warn: () => {}, error: () => {} };
  const nativeDirectory = mkdtempSync(path.join(os.tmpdir(), "native-"));
  const bridge = new Bridge({ nativeDirectory, log, onChange: () => {} });
  bridge.configure({ host: "127.0.0.1", port });
  opened.push(bridge);
  return bridge;
}

const options = (more: Partial<SendOptions> = {}): SendOptions => ({
  timeoutMs: 2_000,
  waitMs: 5_000,
  signal: new AbortController().signal,
  confirm: async () => false,
  beforeSend: async () => {},
  onWaiting: () => {},
  ...more,
});
const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

describe("the bridge", () => {
  it("brings answers back, one request at a time, in order", async () => {
    const port = await freePort();
    const { heard } = await peer(port, () => sleep(5));
    const bridge = makeBridge(port);
    const sent = ["a", "b", "c", "é"].map((text) => bridge.send(text, options()));
    expect(await Promise.all(sent)).toEqual(["re:a", "re:b", "re:c", "re:é"].map((reply) => ({ reply })));
    expect(heard).toEqual(["a", "b", "c", "é"]);
    expect(bridge.isConnected).toBe(true);
  });
  it("keeps requests while the bridge is disconnected, and reports that", async () => {
    const port = await freePort();
    const bridge = makeBridge(port);
    let isWaiting = false;
    const sent = bridge.send("late", options({ onWaiting: () => (isWaiting = true) }));
    await until("waiting", () => isWaiting);
    expect(bridge.isWaiting).toBe(true);
    await peer(port);
    expect(await sent).toEqual({ reply: "re:late" });
  });
  it("gives up waiting in time, and nothing was sent", async () => {
    const bridge = makeBridge(await freePort());
    let isStarted = false;
    const beforeSend = async () => {
      isStarted = true;
    };
    await expect(bridge.send("x", options({ waitMs: 200, beforeSend }))).rejects.toThrow("nothing was sent");
    expect(isStarted).toBe(false);
  });
  it("is not stuck after a timeout, and never gives an answer to the wrong request", async () => {
    const port = await freePort();
    await peer(port, (message) => (message === "slow" ? sleep(600) : Promise.resolve()));
    const bridge = makeBridge(port);
    await expect(bridge.send("slow", options({ timeoutMs: 200 }))).rejects.toThrow("did not answer within 200 ms");
    expect(await bridge.send("next", options())).toEqual({ reply: "re:next" });
  });
  it("says so when the connection breaks, and comes back", async () => {
    const port = await freePort();
    const first = await peer(port, () => sleep(60_000));
    const bridge = makeBridge(port);
    const sent = bridge.send("x", options({ timeoutMs: 60_000 })).catch(String);
    await until("arrived", () => first.heard.length === 1);
    first.socket.close();
    expect(await sent).toContain("broke");
    await sleep(50);
    await peer(port);
    expect(await bridge.send("again", options())).toEqual({ reply: "re:again" });
  });
  it("is cancelled while it waits for an answer, and goes on", async () => {
    const port = await freePort();
    const { heard } = await peer(port, (message) => (message === "x" ? sleep(300) : Promise.resolve()));
    const bridge = makeBridge(port);
    const stop = new AbortController();
    const sent = bridge.send("x", options({ signal: stop.signal })).catch(String);
    await until("arrived", () => heard.length === 1);
    stop.abort();
    expect(await sent).toContain("cancelled");
    expect(await bridge.send("y", options())).toEqual({ reply: "re:y" });
  });
  it("moves to another address live", async () => {
    const [one, two] = [await freePort(), await freePort()];
    const bridge = makeBridge(one);
    const sent = bridge.send("x", options());
    await sleep(100);
    await peer(two);
    bridge.configure({ host: "127.0.0.1", port: two });
    expect(await sent).toEqual({ reply: "re:x" });
  });
  it("is distinguished from other servers by the doctor", async () => {
    const port = await freePort();
    expect((await checkZeromq("127.0.0.1", port)).detail).toContain("nothing listens");
    await peer(port);
    expect(await checkZeromq("127.0.0.1", port)).toMatchObject({ state: "ok" });
    const other = net.createServer((socket) => void socket.on("error", () => {}).write("HTTP/1.1 400 no\r\n\r\n"));
    await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
    const { port: otherPort } = other.address() as net.AddressInfo;
    expect((await checkZeromq("127.0.0.1", otherPort)).detail).toContain("no ZeroMQ peer");
    other.close();
  });
});

describe("an answer", () => {
  it("is text, a list, or bytes", () => {
    expect(replyOf([Buffer.from("é")])).toEqual({ reply: "é" });
    expect(replyOf([Buffer.from("a"), Buffer.from("b")])).toEqual({ replies: ["a", "b"] });
    expect(replyOf([Buffer.from([0xff])])).toEqual({ replyBase64: "/w==" });
  });
});
