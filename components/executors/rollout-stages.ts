/** `1, 10 %, 100` as numbers; what is no number stays for the panel to refuse. Pure. */
export function readStages(text: string): number[] {
  return text
    .split(/[\s,;%]+/)
    .filter((part) => part !== "")
    .map(Number);
}

/**
 * Whether there is something to bring and nothing on its way: a newer version, or executors that the newest did not reach
 * (they were given an older one back since). Pure.
 */
export function canRollOut(
  { version, liveVersion }: { version: number; liveVersion: number },
  [latest]: readonly { state: string; toVersion: number; given: number; members: number }[],
): boolean {
  if (latest?.state === "running") return false;
  if (liveVersion < version) return true;
  return latest !== undefined && latest.toVersion === version && latest.given < latest.members;
}
