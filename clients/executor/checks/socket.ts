import type { Configuration } from "../configuration";
import type { PanelApi } from "../panel-api";
import { openSocket } from "../run/socket";

/** Connects and subscribes as a run would; null when it worked, else why not. */
export function socketConnects(config: Configuration, api: PanelApi, timeoutMs = 8_000): Promise<string | null> {
  return new Promise((resolve) => {
    const end = (reason: string | null) => {
      clearTimeout(timer);
      socket.close();
      resolve(reason);
    };
    const timer = setTimeout(() => end("no answer within 8 s: WebSockets may be blocked here"), timeoutMs);
    const socket = openSocket(config, api, {
      onUp: () => setImmediate(end, null),
      onDown: (reason) => setImmediate(end, reason),
      onDismissed: () => {},
      onEvent: () => {},
      spreadMs: () => 0,
    });
  });
}
