import { defineJob } from "@/lib/jobs/define-job";
import { purgeIdempotencyKeys } from "../idempotency/idempotency";

export const purgeIdempotencyKeysJob = defineJob({
  name: "http.purge-idempotency-keys",
  summary: "Removes idempotency keys after 24 hours.",
  schedule: "*/10 * * * *",
  timeoutSeconds: 60,
  run: purgeIdempotencyKeys,
});
