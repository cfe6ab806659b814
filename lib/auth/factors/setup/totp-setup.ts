import QRCode from "qrcode";
import type { Actor } from "@/lib/access/actor";
import { newId } from "@/lib/core/ids";
import { sql, transaction } from "@/lib/db/transaction";
import type { FactorLimits } from "../challenges/answer-challenge";
import { makeBackupCodes } from "../codes/backup-codes";
import { factorErrors } from "../errors";
import { requirePerson } from "../require-person";
import { factorCipher, secretColumn } from "../sealed";
import { matchTotpStep, newTotpSecret, totpUri } from "../totp";
import { type Enrolled, finishEnrolment } from "./enrol";

/** Starts the setup of an authenticator app; an unfinished earlier one is replaced. `factor_exists` when one is set up. */
export async function setUpTotp(actor: Actor): Promise<{ secret: string; otpauthUri: string; qrCode: string }> {
  const userId = requirePerson(actor);
  const id = newId("factor");
  const secret = newTotpSecret();
  const otpauthUri = totpUri(secret, actor.email);
  const secretSealed = factorCipher().encrypt(secret, secretColumn, id);
  await transaction(async (tx) => {
    await tx.prisma.secondFactor.deleteMany({ where: { userId, method: "totp", confirmedAt: null } });
    const data = { id, userId, method: "totp", secretSealed };
    const { count: stored } = await tx.prisma.secondFactor.createMany({ data, skipDuplicates: true });
    if (stored === 0) throw factorErrors.factor_exists();
  });
  return { secret, otpauthUri, qrCode: await QRCode.toDataURL(otpauthUri, { margin: 1, width: 220 }) };
}

/**
 * Finishes it with a first code, which is used up by that, and returns ten fresh backup codes (earlier ones end).
 * Throws `factor_setup_missing`, `code_invalid`, `rate_limited`.
 */
export async function confirmTotp(
  actor: Actor,
  code: string,
  limits: FactorLimits,
): Promise<Enrolled & { backupCodes: string[] }> {
  const userId = requirePerson(actor);
  const row = await sql().prisma.secondFactor.findUnique({
    where: {
      userId_method: { userId, method: "totp" },
      confirmedAt: null,
      createdAt: { gt: new Date(Date.now() - 3_600_000) },
    },
    select: { id: true, secretSealed: true },
  });
  if (!row?.secretSealed) throw factorErrors.factor_setup_missing();
  await limits.attempt(`enrol:totp:${userId}`);
  const secret = factorCipher().decrypt(row.secretSealed, secretColumn, row.id);
  const step = matchTotpStep(secret, code, 0, Date.now());
  if (step === null) throw factorErrors.code_invalid();
  const backupCodes = await makeBackupCodes(userId);
  const cookie = await transaction(async (tx) => {
    const { count: done } = await tx.prisma.secondFactor.updateMany({
      where: { id: row.id, confirmedAt: null },
      data: { confirmedAt: new Date(), lastStep: step },
    });
    if (done === 0) throw factorErrors.code_invalid();
    return finishEnrolment(tx, actor, { method: "totp", backupCodes });
  });
  await limits.uncount(`enrol:totp:${userId}`);
  return { backupCodes: backupCodes.codes, cookie };
}
