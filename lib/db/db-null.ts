import type { Prisma } from "./generated/client";

/**
 * What makes a column of JSON null, for Prisma calls. It comes with Prisma Client, which takes 50 MB: it is loaded here and
 * not by an import, so that a process that only waits for work does without it.
 */
export async function dbNull(): Promise<typeof Prisma.DbNull> {
  return (await import("./generated/client")).Prisma.DbNull;
}
