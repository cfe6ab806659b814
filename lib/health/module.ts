import { purgeHealthJob } from "./jobs/purge-health";

export const jobs = [purgeHealthJob];
