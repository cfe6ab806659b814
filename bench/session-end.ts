import Pusher from "pusher-js";
import { sessionCookieName } from "@/lib/auth/sessions/cookies";
import { createSession } from "@/lib/auth/sessions/sessions";
import { type BenchPanel, benchPanel } from "./panel";
import { absolute, percentile, type Row } from "./row";

const sessions = 50;
const origin = { ip: "127.0.0.1", userAgent: "bench", requestId: null };

/** From the call that ends a session to its refusal, to the event on its open page, and to its closed socket. */
export async function bench(): Promise<Row[]> {
  const panel = await benchPanel();
  const notified: number[] = [];
  const closed: number[] = [];
  let stale = 0;
  for (let index = 0; index < sessions; index++) {
    const { id, token } = await createSession({ userId: panel.userId, scopeResourceId: null, origin });
    const cookie = `${sessionCookieName()}=${token}`;
    const page = await openPage(panel, cookie);
    const startedAt = performance.now();
    const answer = await fetch(`${panel.url}/api/account/sessions/${id}`, { method: "DELETE", headers: panel.headers });
    if (answer.status !== 204) throw new Error(`ending a session answered ${answer.status}`);
    const next = await fetch(`${panel.url}/api/servers`, { headers: { cookie } });
    if (next.status !== 401) stale++;
    notified.push((await page.notified) - startedAt);
    closed.push((await page.closed) - startedAt);
    page.end();
  }
  return [
    absolute("session_end.stale_requests", stale, "", { atMost: 0 }),
    absolute("session_end.page_told.slowest", percentile(notified, 1), "ms", { atMost: 1000 }),
    absolute("session_end.socket_closed.slowest", percentile(closed, 1), "ms", { atMost: 1000 }),
    absolute("session_end.page_told.median", percentile(notified, 0.5), "ms", { atMost: 1_000 }),
  ];
}

/** A socket as an open page has it: subscribed to its person, and signed in under its session. */
async function openPage(panel: BenchPanel, cookie: string) {
  const env = panel.environment();
  const authorise = async (path: string, fields: Record<string, string>) => {
    const answer = await fetch(`${panel.url}${path}`, {
      method: "POST",
      headers: { cookie, "sec-fetch-site": "same-origin", "content-type": "application/x-www-form-urlencoded" },
      body: new URLSearchParams(fields),
    });
    if (!answer.ok) throw new Error(`${path} answered ${answer.status}`);
    return answer.json();
  };
  const pusher = new Pusher(env.NEXT_PUBLIC_PUSHER_KEY ?? "", {
    cluster: "",
    wsHost: "127.0.0.1",
    wsPort: Number(env.REALTIME_PORT),
    forceTLS: false,
    enabledTransports: ["ws"],
    channelAuthorization: {
      endpoint: "",
      transport: "ajax",
      customHandler: ({ socketId, channelName }, done) => {
        const fields = { socket_id: socketId, channel_name: channelName };
        authorise("/api/pusher/auth", fields).then(
          (data) => done(null, data),
          (error) => done(error, null),
        );
      },
    },
    userAuthentication: {
      endpoint: "",
      transport: "ajax",
      customHandler: ({ socketId }, done) => {
        authorise("/api/pusher/user-auth", { socket_id: socketId }).then(
          (data) => done(null, data),
          (error) => done(error, null),
        );
      },
    },
  });
  const signedIn = new Promise<void>((resolve) =>
    pusher.bind_global((event: string) => event === "pusher:signin_success" && resolve()),
  );
  const channel = pusher.subscribe(`private-user-${panel.userId}`);
  const subscribed = new Promise<void>((resolve) => channel.bind("pusher:subscription_succeeded", () => resolve()));
  pusher.signin();
  await subscribed;
  await Promise.race([signedIn, new Promise((resolve) => setTimeout(resolve, 300))]);
  const notified = new Promise<number>((resolve) => channel.bind("session.revoked", () => resolve(performance.now())));
  const closed = new Promise<number>((resolve) => {
    pusher.connection.bind("disconnected", () => resolve(performance.now()));
  });
  return { notified, closed, end: () => pusher.disconnect() };
}
