/** What retention looks at: the backups of one place, in any order. */
export type RetainedBackup = {
  id: string;
  origin: string;
  state: string;
  createdAt: Date;
};

const keptDays = 30;
const keptDaily = 7;
const keptWeekly = 4;
/** Whatever their age. */
const keptVerified = 2;

/**
 * Ids of the backups that may be deleted: daily ones beyond seven, weekly ones beyond four, and all that are older than
 * 30 days. The last two verified ones stay, and nothing is deleted while the newest backup is not verified: the older ones
 * may be all there is. Pure.
 */
export function decideRetention(backups: readonly RetainedBackup[], now: Date): string[] {
  const newestFirst = backups.toSorted((one, other) => other.createdAt.getTime() - one.createdAt.getTime());
  const isOfInterest = ({ state }: RetainedBackup) => state !== "deleted" && state !== "cancelled";
  if (newestFirst.find(isOfInterest)?.state !== "verified") return [];
  const verified = newestFirst.filter(({ state }) => state === "verified");
  const first = (origin: string, count: number) => verified.filter((item) => item.origin === origin).slice(0, count);
  const kept = new Set([
    ...verified.slice(0, keptVerified),
    ...first("daily", keptDaily),
    ...first("weekly", keptWeekly),
  ]);
  const needed = new Set(verified.slice(0, keptVerified));
  const isOld = ({ createdAt }: RetainedBackup) => now.getTime() - createdAt.getTime() > keptDays * 86_400_000;
  const isScheduled = ({ origin }: RetainedBackup) => origin === "daily" || origin === "weekly";
  return newestFirst
    .filter((item) => item.state === "verified" || item.state === "written")
    .filter((item) => !needed.has(item) && (isOld(item) || (isScheduled(item) && !kept.has(item))))
    .map(({ id }) => id);
}

/** Whether one of the last two verified backups of a place would go. Pure. */
export function isNeeded(backups: readonly RetainedBackup[], id: string): boolean {
  const verified = backups.filter(({ state }) => state === "verified");
  const newestFirst = verified.toSorted((one, other) => other.createdAt.getTime() - one.createdAt.getTime());
  return newestFirst.slice(0, keptVerified).some((item) => item.id === id);
}
