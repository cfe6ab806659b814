import { listConfigVersions } from "@/lib/executors/queries";
import { idParams } from "@/lib/http/path-ids";
import { route } from "@/lib/http/route";

export const GET = route({
  summary: "The configurations that an executor had, the newest first.",
  permission: "executor.read",
  params: idParams("executor"),
  handle: async ({ actor, params }) => ({ items: await listConfigVersions(actor, params.id) }),
});
