import { purgeBatchesJob } from "./jobs/purge-batches";
import { purgeCommandsJob } from "./jobs/purge-commands";
import { purgeEventsJob } from "./jobs/purge-events";
import { purgeSamplesJob } from "./jobs/purge-samples";

export const jobs = [purgeBatchesJob, purgeCommandsJob, purgeEventsJob, purgeSamplesJob];
