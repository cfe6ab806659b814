import type { Actor } from "@/lib/access/actor";
import type { AlertSilence } from "@/lib/db/generated/client";
import { sql } from "@/lib/db/transaction";
import { type SilenceView, silenceView } from "../contract";
import { ownerReached } from "../rules/load-rule";
import { isActive } from "./is-silenced";

const most = 200;
const dailyHours = silenceView.shape.daily;

export const silenceParts = {
  owner: { select: { id: true, name: true } },
  rule: { select: { id: true, name: true } },
} as const;

type SilenceRow = AlertSilence & {
  owner: { id: string; name: string } | null;
  rule: { id: string; name: string } | null;
};

export function viewOfSilence(row: SilenceRow, nowMs: number): SilenceView {
  const times = {
    startsAt: row.startsAt.toISOString(),
    endsAt: row.endsAt.toISOString(),
    daily: dailyHours.parse(row.daily),
  };
  return silenceView.parse({
    id: row.id,
    name: row.name,
    owner: row.owner,
    rule: row.rule,
    subject: row.subjectKind === null ? null : { kind: row.subjectKind, id: row.subjectId },
    ...times,
    isActive: isActive(times, nowMs),
  });
}

/** Silences that have not ended; own ones, or all for staff. */
export async function listSilences(actor: Actor, nowMs = Date.now()): Promise<{ items: SilenceView[] }> {
  const ownerId = ownerReached(actor, "alert.read");
  const rows = await sql().prisma.alertSilence.findMany({
    where: { endsAt: { gt: new Date(nowMs) }, ...(ownerId === null ? {} : { ownerId }) },
    orderBy: [{ startsAt: "asc" }, { id: "asc" }],
    take: most,
    include: silenceParts,
  });
  return { items: rows.map((row) => viewOfSilence(row, nowMs)) };
}
