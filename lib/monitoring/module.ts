import { keepPartitionsJob } from "./jobs/keep-partitions";
import { rollUpJob } from "./jobs/roll-up";
import { sealHoursJob } from "./jobs/seal-hours";

export const jobs = [keepPartitionsJob, rollUpJob, sealHoursJob];
