import type { Collector } from "./collector";
import { ProcFile } from "./proc-file";

export function loadCollector(file = new ProcFile("/proc/loadavg")): Collector {
  return { name: "load", collect: () => ({ "load.one": Number(file.read().split(" ")[0]) }) };
}
