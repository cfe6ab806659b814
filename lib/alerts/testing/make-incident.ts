import type { Actor } from "@/lib/access/actor";
import { requireUserId } from "@/lib/access/authorise";
import { newId } from "@/lib/core/ids";
import { sql } from "@/lib/db/transaction";

/** An open alert of a person, without a rule. */
export async function makeIncident(
  owner: Actor,
  given: { subjectId?: string; resolvedAt?: Date } = {},
): Promise<string> {
  const id = newId("alertIncident");
  await sql().prisma.alertIncident.createMany({
    data: {
      id,
      ownerId: requireUserId(owner),
      ruleName: "CPU of a machine",
      subjectKind: "machine",
      subjectId: "mch_1",
      subjectName: "shop",
      metric: "cpu.percent",
      operator: ">",
      severity: "warning",
      threshold: 90,
      value: 93.2,
      peak: 95,
      startedAt: new Date(Date.now() - 120_000),
      ...given,
    },
  });
  return id;
}
