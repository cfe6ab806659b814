import type Pusher from "pusher-js";

/** As people are told: `unavailable` means that the page must ask the server itself. */
export type RealtimeState = "connected" | "connecting" | "unavailable";

const firstRetryMs = 2500;
const longestRetryMs = 15_000;
const unavailableAfterMs = 8000;

/**
 * Reports the connection's state, and begins anew when connecting takes long: after one refused attempt the library
 * itself sits out 15, 30, then 60 seconds before it tries again, which is what every page would do while the server
 * restarts. Leaves a connection alone that the server closed for good. Returns what ends watching.
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
    // Spread out, so that a thousand pages do not come back in the same moment.
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
      // `unavailable`: the library goes on trying, and so do we. `disconnected`, `failed`: it is over.
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
