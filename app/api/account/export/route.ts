import { route } from "@/lib/http/route";
import { accountExport, exportFileName } from "@/lib/platform/contract";
import { exportAccount } from "@/lib/platform/personal-data/export-account";

export const GET = route({
  summary: "All data that the panel stores about you, as a JSON file.",
  permission: "account.read",
  limit: "sensitive",
  stepUp: true,
  response: accountExport,
  handle: async ({ actor, headers }) => {
    const data = await exportAccount(actor);
    headers.set("content-disposition", `attachment; filename="${exportFileName(data.exportedAt)}"`);
    return data;
  },
});
