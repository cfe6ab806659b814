import { readProgram } from "@/lib/executors/enrolment/program";
import { windowsSetup } from "@/lib/executors/enrolment/windows-setup";
import { route } from "@/lib/http/route";

export const GET = route({
  summary:
    "A file to double-click on Windows: it fetches Node where it is missing, then the program, and runs its setup.",
  permission: null,
  limit: "executorProgram",
  handle: async () => {
    const headers = {
      "content-type": "application/octet-stream",
      "content-disposition": 'attachment; filename="lightnode-executor-setup.cmd"',
      "cache-control": "no-cache",
    };
    return new Response(windowsSetup(await readProgram()), { headers });
  },
});
