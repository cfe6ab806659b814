import type { CrashCause } from "@/lib/workloads/contract";
import type { ServerDetailView } from "../contract";

type Fix = Pick<NonNullable<ServerDetailView["fix"]>, "field" | "value">;

/** The next useful size: half as much again, in the steps that the size has. */
const larger = (now: number, step: number) => Math.max(now + step, Math.ceil((now * 1.5) / step) * step);

/** A larger size that may prevent the next crash; null where no size helps. Pure. */
export function suggestFix(
  failure: { code: string; cause: CrashCause["kind"] | null },
  size: { memory: number; diskSpace: number },
): Fix | null {
  const { code, cause } = failure;
  if (cause === "memory" || cause === "heap" || code === "container_out_of_memory") {
    return { field: "memory", value: larger(size.memory, 0.5) };
  }
  if (cause === "disk" || code === "disk_full") return { field: "diskSpace", value: larger(size.diskSpace, 1) };
  return null;
}
