import type { Actor } from "@/lib/access/actor";
import { authorise } from "@/lib/access/authorise";
import { recordAudit } from "@/lib/audit/record-audit";
import { coreErrors } from "@/lib/core/errors";
import type { BackupSettings } from "@/lib/db/generated/client";
import { sql, transaction } from "@/lib/db/transaction";
import { currentBackupKey } from "../backup-keys";
import { type BackupSettingsBody, type BackupSettingsView, compressionKinds } from "../contract";
import { backupErrors } from "../errors";
import { nextMonth, nextTime } from "./next-time";

/** When backups are made, of what, and where. */
export async function getBackupSettings(actor: Actor): Promise<BackupSettingsView> {
  authorise(actor, "backup.read");
  return toView(await sql().prisma.backupSettings.findUniqueOrThrow({ where: { id: 1 } }));
}

/** Changes the settings. A schedule needs the recovery kit: without its key nobody can read what it makes. */
export async function changeBackupSettings(actor: Actor, body: BackupSettingsBody): Promise<BackupSettingsView> {
  authorise(actor, "backup.manage");
  return transaction(async (tx) => {
    const before = await tx.prisma.backupSettings.findUniqueOrThrow({ where: { id: 1 } });
    if (isSwitchedOn(before, body) && !hasKit(before)) throw backupErrors.backup_kit_needed();
    const { at, ...rest } = body;
    if (rest.targetId && !(await tx.prisma.backupTarget.findUnique({ where: { id: rest.targetId } }))) {
      throw coreErrors.validation_failed({ errors: [{ path: "targetId", message: "There is no such place." }] });
    }
    const wanted = { ...before, ...rest, ...(at === undefined ? {} : { atMinute: minuteOf(at) }) };
    const { id: _id, ...data } = { ...wanted, ...timesOf(wanted) };
    const after = await tx.prisma.backupSettings.update({ where: { id: 1 }, data });
    const event = { action: "backup.settings_changed", targetKind: "backup", targetId: "settings", detail: body };
    await recordAudit(tx, actor, event);
    return toView(after);
  });
}

const isSwitchedOn = (before: BackupSettings, { dailyEnabled, weeklyEnabled }: BackupSettingsBody) =>
  (dailyEnabled === true && !before.dailyEnabled) || (weeklyEnabled === true && !before.weeklyEnabled);

const hasKit = ({ kitDownloadedAt, kitKeyId }: BackupSettings) =>
  kitDownloadedAt !== null && kitKeyId === currentBackupKey().id;

function timesOf({ atMinute, timeZone, weekday, dailyEnabled, weeklyEnabled, drillEnabled }: BackupSettings) {
  const daily = { atMinute, timeZone, weekday: null };
  return {
    nextDailyAt: dailyEnabled ? nextTime(daily, Date.now()) : null,
    nextWeeklyAt: weeklyEnabled ? nextTime({ ...daily, weekday }, Date.now()) : null,
    nextDrillAt: drillEnabled ? nextMonth(daily, Date.now()) : null,
  };
}

function minuteOf(at: string): number {
  const [hour = 0, minute = 0] = at.split(":").map(Number);
  return hour * 60 + minute;
}

const twoDigits = (value: number) => String(value).padStart(2, "0");
const isoOf = (date: Date | null) => date?.toISOString() ?? null;

function toView(row: BackupSettings): BackupSettingsView {
  const { dailyEnabled, weeklyEnabled, weekday, timeZone, withMetrics, targetId, drillEnabled, atMinute } = row;
  const times = [row.nextDailyAt, row.nextWeeklyAt].filter((at) => at !== null).map((at) => at.getTime());
  return {
    dailyEnabled,
    weeklyEnabled,
    at: `${twoDigits(Math.floor(atMinute / 60))}:${twoDigits(atMinute % 60)}`,
    weekday,
    timeZone,
    compression: compressionKinds.find((name) => name === row.compression) ?? "gzip",
    withMetrics,
    targetId,
    drillEnabled,
    nextAt: times.length > 0 ? new Date(Math.min(...times)).toISOString() : null,
    nextDrillAt: isoOf(row.nextDrillAt),
    kitDownloadedAt: hasKit(row) ? isoOf(row.kitDownloadedAt) : null,
  };
}
