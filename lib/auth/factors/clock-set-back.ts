import { periodSeconds } from "./totp-period";

/** Steps by which the last used code may be ahead of now: a neighbour of the current one, and a second of drift. */
const aheadSteps = 2;

/**
 * Seconds by which the machine's clock was set back since a code was last used; 0 when it was not. Until the clock is
 * past that moment again, every code counts as used. Pure.
 */
export function clockSetBackSeconds(lastStep: number, nowMs: number): number {
  const step = Math.floor(nowMs / 1000 / periodSeconds);
  return lastStep > step + aheadSteps ? (lastStep - step) * periodSeconds : 0;
}
