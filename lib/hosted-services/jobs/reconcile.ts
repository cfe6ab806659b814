import { messageOf } from "@/lib/core/errors";
import { sql } from "@/lib/db/transaction";
import { defineJob } from "@/lib/jobs/define-job";
import { reconcileProvider } from "../drift/reconcile";
import { reconcileJobName } from "../drift/request-reconciliation";
import { countProviders } from "../providers/providers.sql";

export const reconcileJob = defineJob({
  name: reconcileJobName,
  summary: "Compares what is at the services with what customers have.",
  schedule: "*/10 * * * *",
  timeoutSeconds: 540,
  run: async ({ log, signal }) => {
    if (!(await sql().row(countProviders))?.count) return;
    for (const provider of await sql().prisma.hostedProvider.findMany()) {
      await reconcileProvider(provider, signal).catch((error: unknown) =>
        log.warn({ provider: provider.id, error: messageOf(error) }, "a provider could not be compared"),
      );
    }
  },
});
