import { retireEntries } from "@/lib/audit/retire-entries";
import { AuditSealer } from "@/lib/audit/seal-chains";
import { witnessFile } from "@/lib/audit/witness";
import { detect, purgeSignals } from "@/lib/auth/detection/detect";
import { purgeMeasures } from "@/lib/auth/detection/measures";
import { purgeAttempts } from "@/lib/auth/detection/record-attempt";
import { purgeLinks } from "@/lib/auth/email-links";
import { purgeChallenges } from "@/lib/auth/factors/challenges";
import { mailPreparers } from "@/lib/auth/mail-preparers";
import { performDueResets } from "@/lib/auth/recovery/reset-factors";
import { purgeSessions } from "@/lib/auth/sessions";
import { purgeDevices } from "@/lib/auth/sessions/known-devices";
import { RevocationRelay } from "@/lib/auth/sessions/revocation-relay";
import { env } from "@/lib/core/env";
import { messageOf } from "@/lib/core/errors";
import { createLogger } from "@/lib/core/log";
import { closeDatabase, database } from "@/lib/db/client";
import { sql } from "@/lib/db/transaction";
import { purgeBatches } from "@/lib/executors/batches/batches";
import { purgeCommands } from "@/lib/executors/commands/purge-commands";
import { ExecutorWorker } from "@/lib/executors/executor-worker";
import { purgeExecutorSamples } from "@/lib/executors/samples";
import { purgeExecutorEvents } from "@/lib/executors/timeline";
import { RunWorker } from "@/lib/game-servers/work/run-worker";
import { purgeIdempotencyKeys } from "@/lib/http/idempotency";
import { purgeLimits } from "@/lib/http/rate-limit";
import { EngineRegistry } from "@/lib/nodes/engines";
import { MailWorker, purgeMail } from "@/lib/notifications/mail/mail-worker";
import { KeyFollower } from "@/lib/platform/encryption/follow-keys";
import { RotationWorker } from "@/lib/platform/encryption/rotation-worker";
import { purgeGrants } from "@/lib/realtime/grants";
import { createPublisher, publisherConfig, realtimeTarget } from "@/lib/realtime/publisher";
import { HostedRights } from "./hosted-rights";
import { createServerPublisher } from "./server-publisher";
import { onShutdown } from "./shutdown";
import { WatchedNodes } from "./watched-nodes";

/** The worker process: does the runs, watches the nodes, tidies up. Any number may run side by side. */
const log = createLogger("worker", env().LOG_LEVEL);
const engines = new EngineRegistry(log);
const publish = createServerPublisher(env(), log);
const nodes = new WatchedNodes({ engines, publish, log });
const worker = new RunWorker({
  databaseUrl: env().DATABASE_URL,
  engines,
  publish,
  log,
  beforeRun: (node) => nodes.prepare(node),
});
const { SMTP_URL, MAIL_FROM, NEXTAUTH_URL } = env();
const mail = new MailWorker({
  // The mail library comes with a mail server only.
  transport: SMTP_URL ? (await import("@/lib/notifications/mail/transport")).smtpTransport(SMTP_URL, MAIL_FROM) : null,
  site: { url: NEXTAUTH_URL, name: "LightNode" },
  prepare: mailPreparers,
  log,
});
const publisher = createPublisher(publisherConfig(env(), log));
const relay = new RevocationRelay({ databaseUrl: env().DATABASE_URL, publisher, log });
const isHosted = realtimeTarget(env()).kind === "hosted";
const hostedRights = isHosted ? new HostedRights({ databaseUrl: env().DATABASE_URL, publisher, log }) : null;

async function tidy(): Promise<void> {
  await purgeLimits();
  await purgeIdempotencyKeys();
  await purgeMail();
  await purgeLinks(sql());
  await purgeChallenges();
  await purgeDevices();
  await purgeSessions();
  await purgeAttempts();
  await purgeMeasures(sql());
  await purgeSignals(sql());
  await purgeCommands();
  await purgeExecutorEvents();
  await purgeExecutorSamples();
  await purgeBatches();
  // With hosted Pusher no realtime process does.
  await purgeGrants();
}

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
const rotation = new RotationWorker(log);

/** Once a day is enough: nothing gets old faster. */
async function retireAudit(): Promise<void> {
  const { removed, refused } = await retireEntries({ witnessFile: witnessFile() });
  if (removed > 0) log.info({ removed }, "audit entries were removed for their age");
  if (refused) log.error({ firstBad: refused.firstBad }, "the audit log does not verify: nothing of it is removed");
}

await keys.start();
// The rules of the machines' firewalls first: a game that a run starts is filtered from its first packet.
await nodes.look().catch((error) => log.warn({ error: messageOf(error) }, "no node could be looked at"));
await worker.start();
rotation.start();
sealer.start();
mail.start();
relay.start();
hostedRights?.start();
executors.start();
const timers = [
  everyMs(10_000, "looking for nodes", () => nodes.look()),
  everyMs(10_000, "keeping containers from their machine", () => nodes.keepIsolation()),
  everyMs(5_000, "looking for attacks", async () => void (await detect())),
  everyMs(60_000, "removing factors", async () => void (await performDueResets())),
  everyMs(10 * 60_000, "tidying up", tidy),
  everyMs(24 * 3_600_000, "removing old audit entries", retireAudit),
];
log.info("the worker is ready");

onShutdown(log, 9_000, async () => {
  for (const timer of timers) clearInterval(timer);
  await Promise.all([
    worker.stop(),
    mail.stop(),
    rotation.stop(),
    sealer.stop(),
    keys.stop(),
    relay.stop(),
    hostedRights?.stop(),
    executors.stop(),
    nodes.stop(),
  ]);
  await closeDatabase(database());
});
