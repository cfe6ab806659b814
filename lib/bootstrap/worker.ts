import { AlertWorker } from "@/lib/alerts/alert-worker";
import { AuditSealer } from "@/lib/audit/chain/seal-chains";
import { witnessFile } from "@/lib/audit/chain/witness";
import { mailPreparers } from "@/lib/auth/accounts/mail-preparers";
import { detect } from "@/lib/auth/detection/detect";
import { RevocationRelay } from "@/lib/auth/sessions/revocation-relay";
import { BackupWorker } from "@/lib/backups/backup-worker";
import { env } from "@/lib/core/env";
import { messageOf } from "@/lib/core/errors";
import { createLogger } from "@/lib/core/log";
import { database, directDatabaseUrl } from "@/lib/db/client";
import { DatabaseListener } from "@/lib/db/database-listener";
import { EventRelay } from "@/lib/events/event-relay";
import { ExecutorWorker } from "@/lib/executors/executor-worker";
import { HealthRecorder } from "@/lib/health/health-recorder";
import { JobWorker } from "@/lib/jobs/job-worker";
import { MonitorWorker } from "@/lib/monitoring/collect/monitor-worker";
import { type EngineNode, EngineRegistry } from "@/lib/nodes/engines";
import { DeliveryWorker } from "@/lib/notifications/outbox/delivery-worker";
import { KeyFollower } from "@/lib/platform/encryption/follow-keys";
import { RotationWorker } from "@/lib/platform/encryption/rotation/rotation-worker";
import { createPublisher, publisherConfig, realtimeTarget } from "@/lib/realtime/publisher";
import { resourceKinds } from "@/lib/workloads/define-workload";
import { workloadResource } from "@/lib/workloads/work/open-workload-run";
import { RunWorker } from "@/lib/workloads/work/run-worker";
import { HostedRights } from "./hosted-rights";
import { jobs, reactions, resources, workloads } from "./modules";
import { onShutdown } from "./process/shutdown";
import { reportReady } from "./process/supervised";
import { WatchedNodes } from "./watched-nodes";
import { createWorkloadPublisher } from "./workload-publisher";

/** The worker process: does the runs, watches the nodes, tidies up. Any number may run side by side. */
const log = createLogger("worker", env().LOG_LEVEL);
const engines = new EngineRegistry(log);
const publisher = createPublisher(publisherConfig(env(), log));
const publish = createWorkloadPublisher(publisher);
const nodes = new WatchedNodes({ engines, kinds: workloads, log });
const listener = new DatabaseListener({ databaseUrl: directDatabaseUrl(), log });
const tools = { engines, beforeRun: (node: EngineNode) => nodes.prepare(node) };
const kinds = [...[...workloads.values()].map((workload) => workloadResource(workload, tools)), ...resources];
const worker = new RunWorker({
  listener,
  databaseUrl: directDatabaseUrl(),
  kinds: resourceKinds(kinds),
  publish,
  log,
});
const { SMTP_URL, MAIL_FROM, NEXTAUTH_URL } = env();
const deliveries = new DeliveryWorker({
  // The mail library comes with a mail server only.
  transport: SMTP_URL ? (await import("@/lib/notifications/mail/transport")).smtpTransport(SMTP_URL, MAIL_FROM) : null,
  site: { url: NEXTAUTH_URL, name: "LightNode" },
  prepare: mailPreparers,
  log,
});
const relay = new RevocationRelay({ listener, publisher });
const events = new EventRelay({ listener, reactions: reactions({ publish, publisher }), log });
const isHosted = realtimeTarget(env()).kind === "hosted";
const hostedRights = isHosted ? new HostedRights({ listener, publisher, log }) : null;

function everyMs(ms: number, what: string, work: () => Promise<void>): NodeJS.Timeout {
  const guarded = () => {
    work().catch((error) => log.warn({ error: messageOf(error) }, `${what} failed; tried again next time`));
  };
  guarded();
  return setInterval(guarded, ms);
}

const sealer = new AuditSealer({ witnessFile: witnessFile(), log });
const keys = new KeyFollower("worker", log);
const executors = new ExecutorWorker(log);
const monitor = new MonitorWorker({ engines, kinds: workloads, log });
const alerts = new AlertWorker(log);
const health = new HealthRecorder(log);
// What a worker remembers is of the old database: it starts again, as after any other end.
const backups = new BackupWorker({ log, onDatabaseChanged: () => process.kill(process.pid, "SIGTERM") });
const rotation = new RotationWorker(log);
const jobWorker = new JobWorker({ jobs, log });

await keys.start();
// The rules of the machines' firewalls first: a game that a run starts is filtered from its first packet.
await nodes.look().catch((error) => log.warn({ error: messageOf(error) }, "the nodes could not be checked"));
await listener.start();
await worker.start();
rotation.start();
sealer.start();
deliveries.start();
relay.start();
events.start();
hostedRights?.start();
executors.start();
monitor.start();
alerts.start();
health.start();
backups.start();
const timers = [
  everyMs(10_000, "checking the nodes", () => nodes.look()),
  everyMs(10_000, "checking the isolation of containers", () => nodes.keepIsolation()),
  everyMs(5_000, "detecting attacks", async () => void (await detect())),
];
await jobWorker.start();
log.info("the worker is ready");
reportReady();

onShutdown(log, 9_000, async () => {
  for (const timer of timers) clearInterval(timer);
  relay.stop();
  hostedRights?.stop();
  await Promise.all([
    worker.stop(),
    deliveries.stop(),
    rotation.stop(),
    sealer.stop(),
    keys.stop(),
    events.stop(),
    listener.stop(),
    executors.stop(),
    monitor.stop(),
    alerts.stop(),
    health.stop(),
    backups.stop(),
    nodes.stop(),
    jobWorker.stop(),
  ]);
  await database().close();
});
