import { purgeFailedEventsJob } from "./jobs/purge-failed-events";
import { retireAuditJob } from "./jobs/retire-audit";

export const jobs = [purgeFailedEventsJob, retireAuditJob];
