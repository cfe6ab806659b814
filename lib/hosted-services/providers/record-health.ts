import { messageOf } from "@/lib/core/errors";
import { sql } from "@/lib/db/transaction";

/** Runs a test of the provider and stores whether it answered. Rejects as the test does. */
export async function recordHealth<T extends { version: string }>(id: string, test: () => Promise<T>): Promise<T> {
  const store = (data: { healthError: string | null; version?: string }) =>
    sql().prisma.hostedProvider.updateMany({ where: { id }, data: { ...data, healthCheckedAt: new Date() } });
  try {
    const result = await test();
    await store({ healthError: null, version: result.version });
    return result;
  } catch (error) {
    await store({ healthError: messageOf(error).slice(0, 500) });
    throw error;
  }
}
