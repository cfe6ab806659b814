import { z } from "zod";
import type { Actor } from "@/lib/access/actor";
import type { HostedDrift } from "@/lib/db/generated/client";
import { page } from "@/lib/db/page";
import { sql } from "@/lib/db/transaction";
import { loadProvider } from "../providers/load-provider";
import { type DriftAction, type DriftItemView, driftItemView } from "./contract";
import type { DriftType } from "./find-drift";

/** What can be done about each type. */
export const actionsOf: Record<DriftType, DriftAction[]> = {
  orphan: ["adopt", "remove"],
  ghost: ["repair", "remove"],
  difference: ["repair", "adopt"],
};

export const driftType = driftItemView.shape.type;

export async function listDrift(
  actor: Actor,
  id: string,
  query: { limit: number; cursor?: string | undefined },
): Promise<{ items: DriftItemView[]; nextCursor: string | null }> {
  await loadProvider(actor, id, "provider.read", sql());
  const { rows, nextCursor } = await page(query, ({ where, orderBy, take }) =>
    sql().prisma.hostedDrift.findMany({ where: { AND: [where, { providerId: id }] }, orderBy, take }),
  );
  return { items: rows.map(toView), nextCursor };
}

function toView({ providerId, requested, foundAt, ...row }: HostedDrift): DriftItemView {
  const type = driftType.parse(row.type);
  const at = z.iso.datetime().parse(foundAt.toISOString());
  return { ...row, type, actions: actionsOf[type], requested: requested !== null, foundAt: at };
}
