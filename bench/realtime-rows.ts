import { bench as realtime } from "./realtime";
import type { Row } from "./row";

/** bench/realtime.ts also runs by itself, with rows of its own shape. */
export async function bench(): Promise<Row[]> {
  return (await realtime()).map((row) => ({ ...row, bar: `≤ ${row.bar}` }));
}
