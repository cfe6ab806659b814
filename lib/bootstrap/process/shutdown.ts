import type { Logger } from "@/lib/core/log";

/**
 * `stop`: the panel stops, at once. `drain`: a new process has taken over, so requests in progress may be finished.
 */
export type Ending = "stop" | "drain";

/** A process that was replaced ends even if a client never stops reading. */
const longestDrainMs = 40_000;

/** Runs `stop` once, on SIGTERM, SIGINT or the supervisor's order, and ends the process when it is done or too slow. */
export function onShutdown(log: Logger, graceMs: number, stop: (ending: Ending) => Promise<void>): void {
  let ending: Ending | null = null;
  const begin = (signal: string, wanted: Ending) => {
    if (ending === "stop" || ending === wanted) return;
    const isFirst = ending === null;
    ending = wanted;
    log.info({ signal }, wanted === "stop" ? "stopping" : "replaced: finishing the last requests");
    setTimeout(() => process.exit(1), wanted === "stop" ? graceMs : longestDrainMs).unref();
    if (!isFirst) return;
    stop(wanted).then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.on("SIGTERM", () => begin("SIGTERM", "stop"));
  process.on("SIGINT", () => begin("SIGINT", "stop"));
  process.on("message", (message) => {
    if ((message as { type?: unknown } | null)?.type === "drain") begin("drain", "drain");
  });
  // The supervisor has the other end of this pipe: when it ends for any reason, its processes must end too.
  if (process.env.LIGHTNODE_SUPERVISED === "1") process.on("disconnect", () => begin("supervisor ended", "stop"));
}
