import { defineJob } from "@/lib/jobs/define-job";
import { purgeCommands } from "../commands/purge-commands";

export const purgeCommandsJob = defineJob({
  name: "executors.purge-commands",
  summary: "Removes commands to executors that ended long ago.",
  schedule: "*/10 * * * *",
  timeoutSeconds: 60,
  run: purgeCommands,
});
