import { sql } from "@/lib/db/transaction";
import { dropLeftovers } from "../server/database-server";
import { openStore } from "../targets/open-store";

/**
 * After the process of a backup, verification or restore was killed: nothing stays called running, and what it left is
 * removed. The caller holds the lock, so nothing runs.
 */
export async function recoverInterrupted(): Promise<void> {
  const interrupted = "Its process ended before it was complete.";
  const { prisma } = sql();
  const failed = { state: "failed", phase: null, errorCode: "backup_failed", error: interrupted };
  const running = await prisma.backup.findMany({ where: { state: "running" }, include: { target: true } });
  for (const { target, fileName } of running) {
    const store = openStore(target);
    await store.removePartials().catch(() => 0);
    // It may have been complete, but not recorded as such.
    await store.remove(fileName).catch(() => {});
  }
  await prisma.backup.updateMany({ where: { state: "running" }, data: failed });
  // The file is complete; the worker verifies it again.
  await prisma.backup.updateMany({
    where: { state: "verifying" },
    data: { state: "written", phase: null, wantsCheck: true },
  });
  const restores = { state: "running" };
  await prisma.backupRestore.updateMany({ where: restores, data: { ...failed, finishedAt: new Date() } });
  await dropLeftovers();
}
