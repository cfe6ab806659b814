import type { Actor } from "@/lib/access/actor";
import { authorise, requireUserId } from "@/lib/access/authorise";
import { recordAudit } from "@/lib/audit/record-audit";
import { coreErrors } from "@/lib/core/errors";
import { sql, transaction } from "@/lib/db/transaction";
import type { QuietHoursBody } from "../contract";

const minuteOf = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
const timeOf = (minute: number) =>
  `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;

export async function getQuietHours(actor: Actor): Promise<QuietHoursBody> {
  authorise(actor, "account.read");
  const row = await sql().prisma.quietHours.findUnique({ where: { userId: requireUserId(actor) } });
  return { quietHours: row && { from: timeOf(row.fromMinute), to: timeOf(row.toMinute), zone: row.zone } };
}

/** Sets the hours in which only errors reach the actor's channels; null removes them. */
export async function setQuietHours(actor: Actor, { quietHours: hours }: QuietHoursBody): Promise<QuietHoursBody> {
  authorise(actor, "account.manage");
  const userId = requireUserId(actor);
  if (hours && !isZone(hours.zone))
    throw coreErrors.validation_failed({
      errors: [{ path: "quietHours.zone", message: "Use the name of a time zone, such as Europe/Berlin." }],
    });
  if (hours && hours.from === hours.to)
    throw coreErrors.validation_failed({
      errors: [{ path: "quietHours.to", message: "Use another time than the start." }],
    });
  await transaction(async (tx) => {
    await tx.prisma.quietHours.deleteMany({ where: { userId } });
    if (hours) {
      const row = { userId, fromMinute: minuteOf(hours.from), toMinute: minuteOf(hours.to), zone: hours.zone };
      await tx.prisma.quietHours.createMany({ data: row });
    }
    await recordAudit(tx, actor, { action: "account.quiet_hours_set", targetKind: "user", targetId: userId });
  });
  return { quietHours: hours };
}

function isZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: zone }).resolvedOptions().timeZone !== "";
  } catch {
    // The constructor refuses unknown names.
    return false;
  }
}
