import { purgeFailedEvents } from "@/lib/events/purge-failed-events";
import { defineJob } from "@/lib/jobs/define-job";

export const purgeFailedEventsJob = defineJob({
  name: "events.purge-failed",
  summary: "Removes events that could not be handled, after a week.",
  schedule: "20 * * * *",
  timeoutSeconds: 60,
  run: purgeFailedEvents,
});
