import { IngestQueue } from "./ingest-queue";
import { type Sample, storeSamples } from "./store-samples";

/** The queue of this process, for samples of machines and servers alike. */
export const sampleQueue = new IngestQueue<Sample>(storeSamples);
