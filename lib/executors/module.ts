import { purgeBatchesJob } from "./jobs/purge-batches";
import { purgeCommandsJob } from "./jobs/purge-commands";
import { purgeEventsJob } from "./jobs/purge-events";
import { purgeSamplesJob } from "./jobs/purge-samples";
import { publishChanges } from "./publication/changed-event";

export const jobs = [purgeBatchesJob, purgeCommandsJob, purgeEventsJob, purgeSamplesJob];

export const reactions = ({ publisher }: { publisher: { publish: Parameters<typeof publishChanges>[0] } }) => [
  publishChanges(publisher.publish),
];
