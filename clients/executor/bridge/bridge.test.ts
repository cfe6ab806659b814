import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, describe, expect, it } from "vitest";
import { Reply } from "zeromq";
import { Bridge } from "./bridge";

// A real peer in the place of the MT5 side.
const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

type Peer = { port: number; got: string[]; silent: boolean; stop(): void };

async function startPeer(port?: number): Promise<Peer> {
  const socket = new Reply({ linger: 0 });
  await socket.bind(`tcp://127.0.0.1:${port ?? "*"}`);
  const peer: Peer = {
    port: Number(/:(\d+)$/.exec(socket.lastEndpoint ?? "")?.[1]),
    got: [],
    silent: false,
    stop: () => socket.close(),
  };
  const serve = async () => {
    for await (const [message] of socket) {
      peer.got.push(String(message));
      if (peer.silent) await sleep(600);
      await socket.send(`got ${message}`);
    }
  };
  void serve().catch(() => {});
  closing.push(peer.stop);
  return peer;
}

function bridgeTo(port: number, queueLimit = 100): Bridge {
  const bridge = new Bridge({ host: "127.0.0.1", port, queueLimit }, "");
  closing.push(() => bridge.close());
  return bridge;
}
const { signal } = new AbortController();

describe("the bridge", () => {
  it("brings answers back in the order of the messages", async () => {
    const peer = await startPeer();
    const bridge = bridgeTo(peer.port);
    const replies = await Promise.all(
      ["a", "b", "c"].map((message) => bridge.send({ message, timeoutMs: 2_000, signal })),
    );
    expect(replies).toEqual(["got a", "got b", "got c"]);
    expect(peer.got).toEqual(["a", "b", "c"]);
    expect(bridge.isConnected).toBe(true);
  });

  it("goes on after a message that got no answer", async () => {
    const peer = await startPeer();
    const bridge = bridgeTo(peer.port);
    peer.silent = true;
    await expect(bridge.send({ message: "slow", timeoutMs: 200, signal })).rejects.toThrow(
      /did not answer within 200 ms/,
    );
    peer.silent = false;
    await expect(bridge.send({ message: "next", timeoutMs: 3_000, signal })).resolves.toBe("got next");
  });

  it("says that nothing listens, and finds the peer when it comes", async () => {
    const probe = await startPeer();
    probe.stop();
    const bridge = bridgeTo(probe.port);
    await expect(bridge.send({ message: "a", timeoutMs: 200, signal })).rejects.toThrow(/Nothing listens/);
    await sleep(200);
    const waiting = bridge.send({ message: "b", timeoutMs: 5_000, signal });
    await sleep(300);
    await startPeer(probe.port);
    await expect(waiting).resolves.toBe("got b");
  });

  it("takes no more than its queue holds", async () => {
    const bridge = bridgeTo(9, 2);
    const first = [1, 2, 3].map((n) => bridge.send({ message: `${n}`, timeoutMs: 300, signal }).catch(() => "late"));
    await expect(bridge.send({ message: "4", timeoutMs: 300, signal })).rejects.toThrow(/queue is full/);
    expect(await Promise.all(first)).toEqual(["late", "late", "late"]);
  });

  it("lets a cancelled message go", async () => {
    const peer = await startPeer();
    peer.silent = true;
    const bridge = bridgeTo(peer.port);
    const abort = new AbortController();
    const sent = bridge.send({ message: "a", timeoutMs: 5_000, signal: abort.signal });
    setTimeout(() => abort.abort(), 100);
    await expect(sent).rejects.toThrow(/cancelled/);
  });

  it("moves to another peer while it runs", async () => {
    const [a, b] = [await startPeer(), await startPeer()];
    const bridge = bridgeTo(a.port);
    await bridge.send({ message: "1", timeoutMs: 2_000, signal });
    bridge.reconfigure({ host: "127.0.0.1", port: b.port, queueLimit: 100 });
    await bridge.send({ message: "2", timeoutMs: 2_000, signal });
    expect([a.got, b.got]).toEqual([["1"], ["2"]]);
  });
});
