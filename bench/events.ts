import Pusher from "pusher-js";
import { serverChannel } from "@/lib/realtime/contract";
import { engineCall } from "./engine";
import { type BenchPanel, benchPanel, createServer } from "./panel";
import { untilStatus } from "./provisioning";
import { absolute, median, pause, percentile, type Row } from "./row";

const rounds = 8;

/** Time from the end of a container at the engine until a browser's client receives the event. */
export async function bench(): Promise<Row[]> {
  const panel = await benchPanel();
  const id = await createServer(panel, "Bench");
  await untilStatus(panel, id, "online");
  const { client, nextStatus } = await listen(panel, id);
  const samples = { sinceKill: [] as number[], sinceEnd: [] as number[] };
  try {
    for (let round = 0; round < rounds; round++) {
      await pause(500);
      const killedAt = Date.now();
      const notified = nextStatus();
      void engineCall("POST", `/containers/${id}/kill`);
      await notified;
      const reportedAt = Date.now();
      // Ending a process and its network takes the engine a while; it says "die" when it has done so.
      const filters = encodeURIComponent(JSON.stringify({ container: [id], event: ["die"] }));
      const range = `since=${killedAt / 1000}&until=${Date.now() / 1000}`;
      const died = await engineCall<{ timeNano: number }>("GET", `/events?${range}&filters=${filters}`);
      samples.sinceKill.push(reportedAt - killedAt);
      samples.sinceEnd.push(reportedAt - (died?.timeNano ?? Number.NaN) / 1e6);
      await untilStatus(panel, id, "online");
      // So that the panel goes on restarting it.
      await panel.pool.query("UPDATE workload SET crash_count = 0, last_crash_at = NULL WHERE id = $1", [id]);
    }
  } finally {
    client.disconnect();
    await fetch(`${panel.url}/api/servers/${id}`, { method: "DELETE", headers: panel.headers });
    await untilStatus(panel, id, null);
  }
  return [
    absolute("events.until_browser", median(samples.sinceEnd), "ms", { atMost: 150 }),
    absolute("events.until_browser_slowest", percentile(samples.sinceEnd, 1), "ms", { atMost: 500 }),
    absolute("events.until_browser_since_kill", median(samples.sinceKill), "ms", { atMost: 250 }),
  ];
}

async function listen(panel: BenchPanel, serverId: string) {
  const config = realtimeConfig(panel);
  const client = new Pusher(config.key, {
    cluster: "",
    wsHost: "127.0.0.1",
    wsPort: config.port,
    forceTLS: false,
    enabledTransports: ["ws"],
    disableStats: true,
    channelAuthorization: {
      transport: "ajax",
      endpoint: `${panel.url}/api/pusher/auth`,
      customHandler: ({ channelName, socketId }, callback) => {
        const body = JSON.stringify({ channel_name: channelName, socket_id: socketId });
        fetch(`${panel.url}/api/pusher/auth`, { method: "POST", headers: panel.headers, body })
          .then((answer) => answer.json())
          .then((data) => callback(null, data as { auth: string }))
          .catch((error) => callback(error as Error, null));
      },
    },
  });
  let resolveStatus: () => void = () => {};
  const channel = client.subscribe(serverChannel(serverId));
  channel.bind("server.status", () => resolveStatus());
  await new Promise<void>((resolve, reject) => {
    channel.bind("pusher:subscription_succeeded", () => resolve());
    channel.bind("pusher:subscription_error", reject);
  });
  const nextStatus = () => new Promise<void>((resolve) => (resolveStatus = resolve));
  return { client, nextStatus };
}

/** Key and port, as the panel's own pages get them. */
function realtimeConfig(panel: BenchPanel): { key: string; port: number } {
  const { PUSHER_PORT, NEXT_PUBLIC_PUSHER_KEY } = panel.environment();
  return { key: NEXT_PUBLIC_PUSHER_KEY ?? "", port: Number(PUSHER_PORT) };
}
