import { systemActor } from "@/lib/access/actor";
import { recordAudit } from "@/lib/audit/record-audit";
import { transaction } from "@/lib/db/transaction";
import { runningVersion } from "./release-status";

const action = "release.started";

/** Notes in the audit log that another version runs than before; called at each start, and silent at most of them. */
export async function recordRelease(): Promise<{ from: string | null; to: string } | null> {
  const to = await runningVersion();
  return transaction(async (tx) => {
    const last = await tx.prisma.auditEntry.findFirst({
      where: { action },
      orderBy: { id: "desc" },
      select: { after: true },
    });
    const from = versionOf(last?.after);
    if (from === to) return null;
    const before = from === null ? {} : { before: { version: from } };
    await recordAudit(tx, systemActor, {
      action,
      targetKind: "panel",
      targetId: null,
      ...before,
      after: { version: to },
    });
    return { from, to };
  });
}

export function versionOf(value: unknown): string | null {
  return typeof value === "object" && value !== null && "version" in value ? String(value.version) : null;
}
