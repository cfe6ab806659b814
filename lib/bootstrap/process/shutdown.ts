import type { Logger } from "@/lib/core/log";

/** Runs `stop` once on SIGTERM or SIGINT, and ends the process when it is done or after `graceMs`. */
export function onShutdown(log: Logger, graceMs: number, stop: () => Promise<void>): void {
  let stopping = false;
  const begin = (signal: string) => {
    if (stopping) return;
    stopping = true;
    log.info({ signal }, "stopping");
    setTimeout(() => process.exit(1), graceMs).unref();
    stop().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.on("SIGTERM", () => begin("SIGTERM"));
  process.on("SIGINT", () => begin("SIGINT"));
  // The supervisor has the other end of this pipe: when it ends for any reason, its processes must end too.
  if (process.env.LIGHTNODE_SUPERVISED === "1") process.on("disconnect", () => begin("supervisor ended"));
}
