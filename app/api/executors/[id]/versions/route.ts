import { listConfigVersions } from "@/lib/executors/queries";
import { route } from "@/lib/http/route";

export const GET = route({
  summary: "The configurations that an executor had, the newest first.",
  tag: "Executors",
  permission: "executor.read",
  handle: async ({ actor, params }) => ({ items: await listConfigVersions(actor, params.id ?? "") }),
});
