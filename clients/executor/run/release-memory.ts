import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/** The first connections are made by then, and what they needed once is garbage. */
const afterMs = 5_000;

/**
 * Collects garbage once, a few seconds after the start. An idle program allocates so little that V8 would keep the
 * 7 MB that the start left behind for hours.
 */
export function releaseMemoryAfterStart(): void {
  setTimeout(() => {
    setFlagsFromString("--expose-gc");
    const collect = runInNewContext("gc") as () => void;
    setFlagsFromString("--no-expose-gc");
    collect();
  }, afterMs).unref();
}
