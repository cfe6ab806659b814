import { createHmac, randomInt } from "node:crypto";
import { hashingSlots } from "@/lib/auth/passwords/password";
import { env } from "@/lib/core/env";
import { bcryptCompare, bcryptHash } from "@/lib/core/hashing/hash-pool";
import { newId } from "@/lib/core/ids";
import { normaliseCode } from "@/lib/core/typed-text";
import { sql, type Tx } from "@/lib/db/transaction";

/**
 * Ten codes `SSSS-XXXXX-XXXXX` for the day the other factors are lost. The first four characters find the row, so that
 * a try costs one bcrypt; the other ten carry 50 random bits and are stored as bcrypt (cost 10) of their peppered hash.
 */
export const backupCodeCount = 10;
const alphabet = "ABCDEFGHJKMNPQRSTVWXYZ0123456789";
const highestCost = 10;

function randomText(length: number): string {
  return Array.from({ length }, () => alphabet[randomInt(alphabet.length)]).join("");
}

function preHash(userId: string, secret: string): string {
  return createHmac("sha384", env().PASSWORD_PEPPER).update(`${userId}:${secret}`).digest("base64");
}

/** Selector and secret of a typed text, in any case and with or without its hyphens; null when it is no code. */
export function parseBackupCode(text: string): { selector: string; secret: string } | null {
  const plain = normaliseCode(text).toUpperCase().replaceAll("O", "0").replace(/[IL]/g, "1");
  if (plain.length !== 14 || [...plain].some((character) => !alphabet.includes(character))) return null;
  return { selector: plain.slice(0, 4), secret: plain.slice(4) };
}

export type NewBackupCodes = { codes: string[]; rows: { id: string; selector: string; codeHash: string }[] };

/**
 * Makes ten codes; hashing takes some 60 ms each, off the event loop, so do it before a transaction. Throws
 * `sign_in_busy`.
 */
export async function makeBackupCodes(userId: string): Promise<NewBackupCodes> {
  const cost = Math.min(highestCost, env().PASSWORD_HASH_COST);
  const selectors = new Set<string>();
  while (selectors.size < backupCodeCount) selectors.add(randomText(4));
  const codes: string[] = [];
  const rows: NewBackupCodes["rows"] = [];
  for (const selector of selectors) {
    const secret = randomText(10);
    codes.push(`${selector}-${secret.slice(0, 5)}-${secret.slice(5)}`);
    rows.push({
      id: newId("backupCode"),
      selector,
      codeHash: await hashingSlots.run(() => bcryptHash(preHash(userId, secret), cost)),
    });
  }
  return { codes, rows };
}

/** Replaces a user's codes; the old ones are invalid from the commit on. */
export async function storeBackupCodes(tx: Tx, userId: string, { rows }: NewBackupCodes): Promise<void> {
  await tx.prisma.backupCode.deleteMany({ where: { userId } });
  await tx.prisma.backupCode.createMany({ data: rows.map((row) => ({ ...row, userId })) });
}

/** The row of a right and unused code, or null. Does not use it up. Throws `sign_in_busy`. */
export async function findBackupCode(userId: string, text: string): Promise<string | null> {
  const code = parseBackupCode(text);
  if (!code) return null;
  const row = await sql().prisma.backupCode.findUnique({
    where: { userId_selector: { userId, selector: code.selector }, usedAt: null },
    select: { id: true, codeHash: true },
  });
  if (!row) return null;
  const fits = await hashingSlots.run(() => bcryptCompare(preHash(userId, code.secret), row.codeHash));
  return fits ? row.id : null;
}

/** Uses a code up; false when a concurrent call did. */
export async function useBackupCode(tx: Tx, id: string): Promise<boolean> {
  const { count } = await tx.prisma.backupCode.updateMany({
    where: { id, usedAt: null },
    data: { usedAt: new Date() },
  });
  return count === 1;
}
