/** What the size of a database means. Pure. */
export type SizeState = "ok" | "read_only" | "stopped";

const warnAt = 0.9;
const stopAt = 1.2;

/**
 * Above its size sessions only read by default, and the owner can still delete rows; above 120 % nobody can sign in. It
 * is open again below 100 %, or after the size was raised.
 */
export function decideSize(bytes: bigint, maxSizeMb: number): { state: SizeState; isNearLimit: boolean } {
  const used = Number(bytes) / (maxSizeMb * 1024 * 1024);
  const state = used > stopAt ? "stopped" : used > 1 ? "read_only" : "ok";
  return { state, isNearLimit: used > warnAt };
}
