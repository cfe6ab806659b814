import { purgeAttemptsJob } from "@/lib/auth/jobs/purge-attempts";
import { purgeChallengesJob } from "@/lib/auth/jobs/purge-challenges";
import { purgeDevicesJob } from "@/lib/auth/jobs/purge-devices";
import { purgeLinksJob } from "@/lib/auth/jobs/purge-links";
import { purgeMeasuresJob } from "@/lib/auth/jobs/purge-measures";
import { purgeSessionsJob } from "@/lib/auth/jobs/purge-sessions";
import { purgeSignalsJob } from "@/lib/auth/jobs/purge-signals";
import { resetFactorsJob } from "@/lib/auth/jobs/reset-factors";
import { purgeBatchesJob } from "@/lib/executors/jobs/purge-batches";
import { purgeCommandsJob } from "@/lib/executors/jobs/purge-commands";
import { purgeEventsJob } from "@/lib/executors/jobs/purge-events";
import { purgeSamplesJob } from "@/lib/executors/jobs/purge-samples";
import { purgeGrantsJob } from "@/lib/http/jobs/purge-grants";
import { purgeIdempotencyKeysJob } from "@/lib/http/jobs/purge-idempotency-keys";
import { purgeLimitsJob } from "@/lib/http/jobs/purge-limits";
import type { JobDefinition } from "@/lib/jobs/define-job";
import { purgeMailJob } from "@/lib/notifications/jobs/purge-mail";
import { purgeFailedEventsJob } from "@/lib/platform/jobs/purge-failed-events";
import { retireAuditJob } from "@/lib/platform/jobs/retire-audit";

/** Every periodic job of the panel. A new one is a file in its module's `jobs` folder and a line here. */
export const jobs: readonly JobDefinition[] = [
  purgeAttemptsJob,
  purgeChallengesJob,
  purgeDevicesJob,
  purgeLinksJob,
  purgeMeasuresJob,
  purgeSessionsJob,
  purgeSignalsJob,
  resetFactorsJob,
  purgeFailedEventsJob,
  purgeBatchesJob,
  purgeCommandsJob,
  purgeEventsJob,
  purgeSamplesJob,
  purgeGrantsJob,
  purgeIdempotencyKeysJob,
  purgeLimitsJob,
  purgeMailJob,
  retireAuditJob,
];
