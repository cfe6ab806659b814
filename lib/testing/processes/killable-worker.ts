import { env } from "@/lib/core/env";
import { createLogger } from "@/lib/core/log";
import { DatabaseListener } from "@/lib/db/database-listener";
import { gameServer } from "@/lib/game-servers/game-server";
import { EngineRegistry } from "@/lib/nodes/engines";
import { resourceKinds } from "@/lib/workloads/define-workload";
import { workloadResource } from "@/lib/workloads/work/open-workload-run";
import { RunWorker } from "@/lib/workloads/work/run-worker";
import { type KillPoint, plansWith } from "../kill-points";

/**
 * A worker in a process of its own that kills itself, as the kernel or a power cut would, at the point in KILL_POINT.
 * Bundled and started by worker-process.ts.
 */
const point = JSON.parse(process.env.KILL_POINT ?? "") as KillPoint;
// SIGKILL needs a moment to arrive, and nothing may happen in it.
const die = () => {
  process.kill(process.pid, "SIGKILL");
  return new Promise<never>(() => {});
};
const log = createLogger("killable-worker", process.env.TEST_LOG_LEVEL ?? "silent");
const databaseUrl = env().DATABASE_URL;
const listener = new DatabaseListener({ databaseUrl, log });
await listener.start();
const game = { ...gameServer, plans: plansWith(point, die) };
const worker = new RunWorker({
  databaseUrl,
  listener,
  publish: async () => true,
  log,
  kinds: resourceKinds([workloadResource(game, { engines: new EngineRegistry(log) })]),
});
// A test that ended must not leave a worker behind.
process.on("disconnect", () => process.exit(1));
await worker.start();
process.send?.("ready");
