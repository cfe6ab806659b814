import { sql } from "@/lib/db/transaction";

/** Which image the next container of a workload is made from; `imageDigest` is null for one that was made here. */
export async function storeImage(
  workloadId: string,
  image: { imageId: string; imageDigest: string | null },
): Promise<void> {
  await sql().prisma.workload.updateMany({ where: { id: workloadId }, data: image });
}
