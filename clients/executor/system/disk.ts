import { statfsSync } from "node:fs";

/** Below this the journal may not be written any more, and without it no command is taken. */
const neededBytes = 16 * 1024 * 1024;

/** Whether the disk of the home has no free space; false when that cannot be found out. */
export function isDiskFull(directory: string): boolean {
  try {
    const { bavail, bsize } = statfsSync(directory);
    return bavail * bsize < neededBytes;
  } catch {
    return false;
  }
}
