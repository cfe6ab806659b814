import type { HostedResource } from "@/lib/db/generated/client";
import { sql } from "@/lib/db/transaction";
import { until } from "../until";

/** Waits until the object has this state and no run of it is unfinished. */
export function untilHosted(id: string, status: string): Promise<HostedResource> {
  return until(`${id} to be ${status}`, async () => {
    // In this order: a run that ends between both has written the row that is read.
    const unfinished = await sql().prisma.provisioningRun.count({ where: { resourceId: id, finishedAt: null } });
    const row = await sql().prisma.hostedResource.findUnique({ where: { id } });
    return row?.status === status && unfinished === 0 ? row : null;
  });
}

export function untilHostedGone(id: string): Promise<true> {
  return until(`${id} to be gone`, async () => {
    return (await sql().prisma.hostedResource.findUnique({ where: { id } })) === null;
  });
}
