import { purgeAlertsJob } from "./jobs/purge-alerts";

export const jobs = [purgeAlertsJob];
