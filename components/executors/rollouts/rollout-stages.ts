/** `1, 10 %, 100` as numbers. Invalid parts are kept, so that the panel refuses them. Pure. */
export function readStages(text: string): number[] {
  return text
    .split(/[\s,;%]+/)
    .filter((part) => part !== "")
    .map(Number);
}

/**
 * Whether a roll-out can start: none is running, and there is a newer version, or executors that do not have the newest
 * one (an older one was restored). Pure.
 */
export function canRollOut(
  { version, liveVersion }: { version: number; liveVersion: number },
  [latest]: readonly { state: string; toVersion: number; given: number; members: number }[],
): boolean {
  if (latest?.state === "running") return false;
  if (liveVersion < version) return true;
  return latest !== undefined && latest.toVersion === version && latest.given < latest.members;
}
