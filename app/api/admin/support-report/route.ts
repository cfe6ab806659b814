import { route } from "@/lib/http/route";
import { writeSupportReport } from "@/lib/platform/support-report/write-report";

export const GET = route({
  summary: "What a person who helps asks first, as one text without secrets, names and addresses.",
  permission: "support_report.read",
  handle: async ({ actor }) => {
    const text = await writeSupportReport(actor);
    const name = `lightnode-report-${new Date().toISOString().slice(0, 16).replaceAll(":", "")}.txt`;
    const headers = {
      "content-type": "text/plain; charset=utf-8",
      "content-disposition": `attachment; filename="${name}"`,
      "cache-control": "private, no-store",
    };
    return new Response(text, { headers });
  },
});
