import { messageOf } from "@/lib/core/errors";
import { sql } from "@/lib/db/transaction";
import { defineJob } from "@/lib/jobs/define-job";
import { countProviders } from "../providers/providers.sql";
import { checkProvider } from "../providers/test-provider";

export const checkProvidersJob = defineJob({
  name: "hosted-services.check-providers",
  summary: "Checks whether the services of customers answer.",
  schedule: "* * * * *",
  timeoutSeconds: 55,
  run: async ({ log }) => {
    if (!(await sql().row(countProviders))?.count) return;
    const providers = await sql().prisma.hostedProvider.findMany();
    await Promise.all(
      providers.map((provider) =>
        checkProvider(provider).catch((error: unknown) =>
          log.warn({ provider: provider.id, error: messageOf(error) }, "a provider does not answer"),
        ),
      ),
    );
  },
});
