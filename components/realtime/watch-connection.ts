import type Pusher from "pusher-js";

/** The state that the page shows. `unavailable` means that the page must poll the server. */
export type RealtimeState = "connected" | "connecting" | "unavailable";

const firstRetryMs = 2500;
const longestRetryMs = 15_000;
const unavailableAfterMs = 8000;

/**
 * Reports the connection's state and reconnects when connecting takes long: after one refused attempt the library
 * itself waits 15, 30, then 60 seconds before it retries, and every page would do that while the server restarts. Does
 * not reconnect after the server terminated the connection. Returns a function that ends watching.
 */
export function watchConnection(pusher: Pusher, onState: (state: RealtimeState) => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let attempt = 0;
  let lostAtMs = Date.now();
  let restarting = false;

  function restart(): void {
    attempt++;
    restarting = true;
    pusher.disconnect();
    restarting = false;
    if (Date.now() - lostAtMs >= unavailableAfterMs) onState("unavailable");
    pusher.connect();
  }

  function waitToRestart(): void {
    clearTimeout(timer);
    // With jitter, so that many pages do not reconnect at the same moment.
    const delayMs = Math.min(firstRetryMs * 2 ** attempt, longestRetryMs) * (0.75 + Math.random() / 2);
    timer = setTimeout(restart, delayMs);
  }

  function onChange({ previous, current }: { previous: string; current: string }): void {
    if (restarting) return;
    if (current === "connected") {
      clearTimeout(timer);
      attempt = 0;
      onState("connected");
    } else if (current === "connecting") {
      if (previous === "connected") {
        lostAtMs = Date.now();
        onState("connecting");
      }
      waitToRestart();
    } else {
      // `unavailable`: the library keeps retrying, and so do we. `disconnected`, `failed`: no retry.
      if (current !== "unavailable") clearTimeout(timer);
      onState("unavailable");
    }
  }

  pusher.connection.bind("state_change", onChange);
  if (pusher.connection.state === "connecting") waitToRestart();
  return () => {
    clearTimeout(timer);
    pusher.connection.unbind("state_change", onChange);
  };
}
