import { randomToken, sha256 } from "@/lib/core/encryption/crypto";
import { newId } from "@/lib/core/ids";
import { type Sql, sql, type Tx } from "@/lib/db/transaction";
import { purgeOldDevices } from "./sessions.sql";

export const deviceTokenForm = /^[\w-]{43}$/;

/**
 * The device that this cookie names, when this account has signed in from it before. One statement for every request.
 */
export async function findKnownDevice(email: string, deviceToken: string | null): Promise<string | null> {
  if (!deviceToken || !deviceTokenForm.test(deviceToken)) return null;
  const where = { tokenHash: sha256(deviceToken), user: { email } };
  return (await sql().prisma.knownDevice.findFirst({ where, select: { id: true } }))?.id ?? null;
}

/** The same for an account whose password was right. */
export async function findDeviceOf(userId: string, deviceToken: string | null): Promise<string | null> {
  return findDevice(sql(), userId, deviceToken);
}

async function findDevice(db: Sql, userId: string, deviceToken: string | null): Promise<string | null> {
  if (!deviceToken || !deviceTokenForm.test(deviceToken)) return null;
  const where = { userId_tokenHash: { userId, tokenHash: sha256(deviceToken) } };
  return (await db.prisma.knownDevice.findUnique({ where, select: { id: true } }))?.id ?? null;
}

export type DeviceVisit = {
  id: string;
  /** For the cookie; the presented one when there was one. */
  token: string;
  /** The user has other devices, and this is none of them. */
  isNew: boolean;
};

/** Records that a user signed in from a browser; creates its token when the request had none. */
export async function noteDevice(tx: Tx, userId: string, presented: string | null): Promise<DeviceVisit> {
  // Only a token that this panel issued for this account is kept: another one could have been planted in the browser.
  const isKnown = (await findDevice(tx, userId, presented)) !== null;
  const token = presented !== null && isKnown ? presented : randomToken(32);
  const tokenHash = sha256(token);
  const { id } = await tx.prisma.knownDevice.upsert({
    where: { userId_tokenHash: { userId, tokenHash } },
    create: { id: newId("device"), userId, tokenHash },
    update: { lastSeenAt: new Date() },
    select: { id: true },
  });
  const others = await tx.prisma.knownDevice.count({ where: { userId, tokenHash: { not: tokenHash } } });
  return { id, token, isNew: !isKnown && others > 0 };
}

/** Deletes devices that were not seen for a year, the lifetime of their cookies. */
export async function purgeDevices(): Promise<void> {
  await sql().run(purgeOldDevices);
}
