import Pusher from "pusher-js";
import { userChannel } from "@/lib/realtime/contract";
import type { BenchPanel } from "./panel";

/** A live connection as an open page has it: subscribed to its person, and signed in under its session. */
export async function openLivePage(panel: BenchPanel, { userId, cookie }: { userId: string; cookie: string }) {
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
  const channel = pusher.subscribe(userChannel(userId));
  const subscribed = new Promise<void>((resolve, reject) => {
    channel.bind("pusher:subscription_succeeded", () => resolve());
    channel.bind("pusher:subscription_error", reject);
  });
  pusher.signin();
  await subscribed;
  await Promise.race([signedIn, new Promise((resolve) => setTimeout(resolve, 300))]);
  const next = (event: string) =>
    new Promise<number>((resolve) => {
      const onEvent = () => {
        channel.unbind(event, onEvent);
        resolve(performance.now());
      };
      channel.bind(event, onEvent);
    });
  const closed = new Promise<number>((resolve) => {
    pusher.connection.bind("disconnected", () => resolve(performance.now()));
  });
  const isConnected = () => pusher.connection.state === "connected";
  return { next, closed, isConnected, end: () => pusher.disconnect() };
}
