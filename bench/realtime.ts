import { type ChildProcess, spawn } from "node:child_process";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { WebSocketServer } from "ws";
import { encodeFrame } from "@/lib/realtime/embedded/frames";
import { createRealtimeServer } from "@/lib/realtime/embedded/server";

/**
 * One event to a thousand subscribers: from the moment an outside process asks our server to publish (signed HTTP
 * call, checked like any other) until each subscriber has it, against the bare minimum: a loop over `ws` sockets in
 * the server's own process that sends the same bytes, timed from the start of the loop. Both servers live in this
 * process, both sets of clients in one other process; rounds alternate.
 */
export type BenchResult = {
  name: string;
  value: number;
  unit: string;
  baseline: number;
  ratio: number;
  bar: number;
  ok: boolean;
};

const subscribers = 1000;
const rounds = 60;
const warmUpRounds = 10;
const bar = 2;
const app = { id: "1", key: "bench-key", secret: "bench-secret" };
const channel = "bench";
const payload = JSON.stringify({ serverId: "srv_bench", status: "running", message: "x".repeat(300) });

/** Written as text, so that it runs from the sources and from a bundle alike. Times are the machine's monotonic clock. */
const clientProgram = `
const { WebSocket } = require("ws");
const Pusher = require("pusher");
const [realtimePort, barePort, subscribers, app, channel, payload] = JSON.parse(process.argv[1]);
const agent = new (require("node:http").Agent)({ keepAlive: true });
const pusher = new Pusher({ appId: app.id, key: app.key, secret: app.secret, host: "127.0.0.1", port: realtimePort, agent });
const now = () => Number(process.hrtime.bigint()) / 1e6;
let arrivals = [];
let done = () => {};
const arrived = () => { arrivals.push(now()); if (arrivals.length === subscribers) done(); };
function open(url, subscribe) {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url, { perMessageDeflate: false });
    socket.on("error", reject);
    if (!subscribe) socket.on("open", resolve);
    socket.on("message", (data) => {
      const text = data.toString();
      if (text.includes("pusher:connection_established")) {
        socket.send(JSON.stringify({ event: "pusher:subscribe", data: { channel } }));
      } else if (text.includes("subscription_succeeded")) resolve();
      else arrived();
    });
  });
}
async function openAll(url, subscribe) {
  for (let i = 0; i < subscribers; i += 50) await Promise.all(Array.from({ length: 50 }, () => open(url, subscribe)));
}
process.on("message", async ({ round }) => {
  arrivals = [];
  const all = new Promise((resolve) => { done = resolve; });
  const startedMs = now();
  if (round === "realtime") await (await pusher.trigger(channel, "tick", payload)).text();
  else process.send({ broadcast: true });
  await all;
  process.send({ startedMs, arrivals });
});
(async () => {
  await openAll("ws://127.0.0.1:" + realtimePort + "/app/" + app.key + "?protocol=7", true);
  await openAll("ws://127.0.0.1:" + barePort, false);
  process.send({ ready: true });
})().catch((error) => { console.error(error); process.exit(1); });
`;

type ClientMessage = { ready?: true; broadcast?: true; startedMs?: number; arrivals?: number[] };

export async function bench(): Promise<BenchResult[]> {
  const realtime = createRealtimeServer({ app });
  const { port } = await realtime.listen({ host: "127.0.0.1", port: 0 });
  const bare = await startBareServer();
  const programArguments = JSON.stringify([port, bare.port, subscribers, app, channel, payload]);
  const client = spawn(process.execPath, ["-e", clientProgram, programArguments], {
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  try {
    await nextMessage(client, (message) => message.ready === true);
    const samples = { realtime: [] as number[], bare: [] as number[] };
    for (let round = 0; round < rounds + warmUpRounds; round++) {
      // Alternates which goes first, so that neither always finds the other's garbage.
      for (const kind of round % 2 === 0 ? (["realtime", "bare"] as const) : (["bare", "realtime"] as const)) {
        const latencies = await runRound(client, kind, bare.broadcast);
        if (round >= warmUpRounds) samples[kind].push(...latencies);
      }
    }
    const [value, baseline] = [percentile(samples.realtime, 0.99), percentile(samples.bare, 0.99)];
    const ratio = value / baseline;
    return [{ name: "realtime.fanout_1000.p99", value, unit: "ms", baseline, ratio, bar, ok: ratio <= bar }];
  } finally {
    client.kill();
    bare.close();
    await realtime.close({ drainWindowMs: 0 });
  }
}

async function startBareServer() {
  const http = createServer();
  const sockets = new WebSocketServer({ server: http, perMessageDeflate: false });
  await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", 4096, resolve));
  const frame = encodeFrame({ event: "tick", channel, data: payload });
  return {
    port: (http.address() as AddressInfo).port,
    /** Returns when it began, on the machine's monotonic clock in milliseconds. */
    broadcast(): number {
      const startedMs = Number(process.hrtime.bigint()) / 1e6;
      for (const socket of sockets.clients) socket.send(frame, { binary: false });
      return startedMs;
    },
    close() {
      for (const socket of sockets.clients) socket.terminate();
      http.close();
    },
  };
}

async function runRound(client: ChildProcess, kind: "realtime" | "bare", broadcast: () => number): Promise<number[]> {
  let bareStartedMs: number | undefined;
  const finished = nextMessage(client, (message) => {
    if (message.broadcast) bareStartedMs = broadcast();
    return message.arrivals !== undefined;
  });
  client.send({ round: kind });
  const { startedMs = 0, arrivals = [] } = await finished;
  return arrivals.map((arrivedMs) => arrivedMs - (bareStartedMs ?? startedMs));
}

function nextMessage(client: ChildProcess, isWanted: (message: ClientMessage) => boolean): Promise<ClientMessage> {
  return new Promise((resolve, reject) => {
    const onExit = (code: number | null) => reject(new Error(`the bench's client process ended with ${code}`));
    const onMessage = (message: ClientMessage) => {
      if (!isWanted(message)) return;
      client.off("message", onMessage);
      client.off("exit", onExit);
      resolve(message);
    };
    client.on("message", onMessage);
    client.once("exit", onExit);
  });
}

function percentile(samples: readonly number[], fraction: number): number {
  const sorted = [...samples].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * fraction))] ?? Number.NaN;
}
