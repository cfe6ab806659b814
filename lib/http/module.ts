import { keepCertificateJob } from "./jobs/keep-certificate";
import { purgeGrantsJob } from "./jobs/purge-grants";
import { purgeIdempotencyKeysJob } from "./jobs/purge-idempotency-keys";
import { purgeLimitsJob } from "./jobs/purge-limits";

export const jobs = [keepCertificateJob, purgeGrantsJob, purgeIdempotencyKeysJob, purgeLimitsJob];
