import { checkSource } from "./checks";
import { executorSource } from "./executors";
import { machineSource } from "./machines";
import { panelSource } from "./panel";
import { serverSource } from "./servers";
import { serviceSource } from "./services";
import type { AlertSource } from "./source";

export const alertSources: readonly AlertSource[] = [
  machineSource,
  serverSource,
  executorSource,
  serviceSource,
  checkSource,
  panelSource,
];
