import { sql } from "@/lib/db/transaction";
import { dropPartitions } from "../samples/samples.sql";
import { makePartitions } from "../samples/store-samples";

/** Partitions of the next three days exist, and those with nothing but old samples do not. */
export async function keepPartitions(): Promise<void> {
  await makePartitions(Date.now());
  await sql().row(dropPartitions);
  const longAgo = new Date(Date.now() - 400 * 86_400_000);
  const gone = await sql().prisma.metricLatest.findMany({ where: { receivedAt: { lt: longAgo } }, take: 1_000 });
  const subjects = gone.map(({ subject }) => subject);
  if (subjects.length === 0) return;
  await sql().prisma.metricLatest.deleteMany({ where: { subject: { in: subjects } } });
  // Machines stay, with their subject; what is left of deleted ones goes.
  await sql().prisma.metricSubject.deleteMany({ where: { id: { in: subjects }, machine: null } });
}
