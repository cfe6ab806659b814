import { type Tx, transaction } from "@/lib/db/transaction";
import { insertRestore } from "../restore/run-restore";
import { insertBackup } from "../runs/request-backup";
import { nextMonth, nextTime } from "./next-time";

/** Installations that share a storage service must not all begin in the same second. */
const jitterMs = 5 * 60_000;

/**
 * Requests what is due. One backup makes up for all that were due while the panel was off, and a weekly one is the daily
 * one of its day.
 */
export async function requestDue(now = new Date(), random = Math.random): Promise<void> {
  await transaction(async (tx) => {
    const settings = await tx.prisma.backupSettings.findUniqueOrThrow({ where: { id: 1 } });
    const { atMinute, timeZone, weekday, dailyEnabled, weeklyEnabled, drillEnabled } = settings;
    const isDue = (at: Date | null) => at !== null && at <= now;
    const later = (at: Date) => new Date(at.getTime() + Math.floor(random() * jitterMs));
    const daily = { atMinute, timeZone, weekday: null };
    const isWeekly = weeklyEnabled && isDue(settings.nextWeeklyAt);
    const isDaily = dailyEnabled && isDue(settings.nextDailyAt);
    if (isWeekly || isDaily) await insertBackup(tx, isWeekly ? "weekly" : "daily");
    if (drillEnabled && isDue(settings.nextDrillAt)) await requestDrill(tx);
    await tx.prisma.backupSettings.update({
      where: { id: 1 },
      data: {
        nextDailyAt: nextOf(dailyEnabled, settings.nextDailyAt, isDue, () => later(nextTime(daily, now.getTime()))),
        nextWeeklyAt: nextOf(weeklyEnabled, settings.nextWeeklyAt, isDue, () =>
          later(nextTime({ atMinute, timeZone, weekday }, now.getTime())),
        ),
        nextDrillAt: nextOf(drillEnabled, settings.nextDrillAt, isDue, () => later(nextMonth(daily, now.getTime()))),
      },
    });
  });
}

function nextOf(enabled: boolean, at: Date | null, isDue: (at: Date | null) => boolean, next: () => Date): Date | null {
  if (!enabled) return null;
  return at === null || isDue(at) ? next() : at;
}

/** Of the newest verified backup; without one there is nothing to drill. */
async function requestDrill(tx: Tx): Promise<void> {
  const newest = await tx.prisma.backup.findFirst({ where: { state: "verified" }, orderBy: { id: "desc" } });
  if (newest) await insertRestore(tx, { kind: "drill", backupId: newest.id, requestedBy: null });
}
