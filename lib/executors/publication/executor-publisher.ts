import { env } from "@/lib/core/env";
import { createLogger } from "@/lib/core/log";
import { createPublisher, type Publisher, publisherConfig } from "@/lib/realtime/publisher";

let publisher: Publisher | undefined;

/** The publisher for executors' channels; created at first use. */
export function executorPublisher(): Publisher {
  publisher ??= createPublisher(publisherConfig(env(), createLogger("executors", env().LOG_LEVEL)));
  return publisher;
}
