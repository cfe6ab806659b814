import Pusher from "pusher-js";
import type { Configuration } from "../configuration";
import type { PanelApi } from "../panel-api";
import { reconnectPause } from "../pauses";

/**
 * The live connection, by the official client. It comes back by itself after exactly a second, which a whole fleet would
 * do together: so a lost connection is closed here, and opened again after a random pause.
 */
export type SocketEvents = {
  /** Subscribed: what was missed meanwhile is to be fetched. */
  onUp(): void;
  /** Lost; `ms` until it is tried again. */
  onDown(reason: string, ms: number): void;
  /** The server closed it on purpose. */
  onDismissed(): void;
  onEvent(name: string, data: unknown): void;
  spreadMs(): number;
};

export type Socket = { isUp(): boolean; close(): void };

const events = [
  "executor.command",
  "executor.command-cancelled",
  "executor.config-changed",
  "executor.revoked",
  "executor.superseded",
];

export function openSocket(config: Configuration, api: PanelApi, handlers: SocketEvents): Socket {
  const pusher = new Pusher(config.pusherKey, optionsOf(config, api));
  let failures = 0;
  let isUp = false;
  let timer: NodeJS.Timeout | null = null;
  let isClosed = false;
  const connect = gate(pusher, () => lost("the connection broke"));
  const lost = (reason: string) => {
    if (isClosed || timer) return;
    isUp = false;
    failures++;
    const ms = reconnectPause(failures, handlers.spreadMs(), Math.random());
    timer = setTimeout(() => {
      timer = null;
      connect();
    }, ms + 50);
    // Ends attempts that the library makes one after the other while a server is away; not within its own events.
    setImmediate(() => pusher.disconnect());
    handlers.onDown(reason, ms);
  };
  pusher.connection.bind("connecting_in", () => lost("the connection broke"));
  pusher.connection.bind("unavailable", () => lost("the realtime server is not reachable"));
  pusher.connection.bind("failed", () => lost("WebSockets are not possible here"));
  pusher.connection.bind("error", () => {
    if (!isUp) lost("the realtime server is not reachable");
  });
  pusher.connection.bind("disconnected", () => {
    if (isClosed || timer) return;
    lost("the realtime server closed the connection");
    handlers.onDismissed();
  });
  const channel = pusher.subscribe(config.channel);
  channel.bind("pusher:subscription_succeeded", () => {
    isUp = true;
    failures = 0;
    handlers.onUp();
  });
  channel.bind("pusher:subscription_error", () => lost("the panel did not let it into its channel"));
  for (const name of events) channel.bind(name, (data: unknown) => handlers.onEvent(name, data));
  pusher.signin();
  return {
    isUp: () => isUp,
    close() {
      isClosed = true;
      if (timer) clearTimeout(timer);
      pusher.disconnect();
    },
  };
}

/**
 * Lets the library connect only when we say so: it retries by itself along several ways, after a second or at once, and
 * each would bring a whole fleet back in the same instant. `onRetry`: it wanted to. Returns how we connect.
 */
function gate(pusher: Pusher, onRetry: () => void): () => void {
  const { connection } = pusher;
  const connect = connection.connect.bind(connection);
  connection.connect = onRetry;
  return connect;
}

function optionsOf(config: Configuration, api: PanelApi): ConstructorParameters<typeof Pusher>[1] {
  const ask = <T>(
    path: string,
    fields: Record<string, string>,
    done: (error: Error | null, data: T | null) => void,
  ) => {
    api.ask("POST", path, { body: new URLSearchParams(fields) }).then(
      ({ body }) => done(null, body as T),
      (error: Error) => done(error, null),
    );
  };
  return {
    cluster: config.pusherCluster,
    ...(config.pusherHost === undefined ? {} : { wsHost: config.pusherHost }),
    ...(config.pusherPort === undefined ? {} : { wsPort: config.pusherPort, wssPort: config.pusherPort }),
    forceTLS: config.pusherTls,
    // Without this it would ask a third party's servers when the socket fails.
    enabledTransports: ["ws", "wss"],
    enableStats: false,
    activityTimeout: 30_000,
    channelAuthorization: {
      endpoint: "",
      transport: "ajax",
      customHandler: ({ socketId, channelName }, done) =>
        ask("/api/pusher/auth", { socket_id: socketId, channel_name: channelName }, done),
    },
    userAuthentication: {
      endpoint: "",
      transport: "ajax",
      customHandler: ({ socketId }, done) => ask("/api/pusher/user-auth", { socket_id: socketId }, done),
    },
  };
}
