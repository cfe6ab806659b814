import { env } from "@/lib/core/env";
import { createLogger } from "@/lib/core/log";
import { DatabaseListener } from "@/lib/db/database-listener";
import { databaseDefinition } from "@/lib/hosted-services/databases/database";
import { dnsZoneDefinition } from "@/lib/hosted-services/dns/zones/dns-zone";
import { mailAliasDefinition } from "@/lib/hosted-services/mail/aliases/mail-alias";
import { mailDomainDefinition } from "@/lib/hosted-services/mail/domains/mail-domain";
import { mailboxDefinition } from "@/lib/hosted-services/mail/mailboxes/mailbox";
import { resourceKinds } from "@/lib/workloads/define-workload";
import { RunWorker } from "@/lib/workloads/work/run-worker";
import { type FaultPoint, kindWith } from "../hosted/provider-faults";

/** As killable-worker.ts, for what customers have at providers: it kills itself around one call of a provider. */
const point = JSON.parse(process.env.KILL_POINT ?? "") as FaultPoint;
const die = () => {
  process.kill(process.pid, "SIGKILL");
  return new Promise<never>(() => {});
};
const log = createLogger("killable-worker", process.env.TEST_LOG_LEVEL ?? "silent");
const databaseUrl = env().DATABASE_URL;
const listener = new DatabaseListener({ databaseUrl, log });
await listener.start();
const worker = new RunWorker({
  databaseUrl,
  listener,
  publish: async () => true,
  log,
  kinds: resourceKinds([
    kindWith(databaseDefinition, point, die),
    kindWith(dnsZoneDefinition, point, die),
    kindWith(mailDomainDefinition, point, die),
    kindWith(mailboxDefinition, point, die),
    kindWith(mailAliasDefinition, point, die),
  ]),
});
process.on("disconnect", () => process.exit(1));
await worker.start();
process.send?.("ready");
