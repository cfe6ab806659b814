import { sql } from "@/lib/db/transaction";
import { clockSetBackSeconds } from "../clock-set-back";
import { factorErrors } from "../errors";
import { factorCipher, secretColumn } from "../sealed";
import { matchTotpStep } from "../totp";
import type { FactorKind } from "./kind";

export const totpKind: FactorKind = {
  amr: "otp",
  guessable: true,
  async examine({ userId }, { code }) {
    const row = await sql().prisma.secondFactor.findUnique({
      where: { userId_method: { userId, method: "totp" }, confirmedAt: { not: null } },
      select: { id: true, secretSealed: true, lastStep: true },
    });
    if (!row?.secretSealed || !code) return null;
    const secret = factorCipher().decrypt(row.secretSealed, secretColumn, row.id);
    const nowMs = Date.now();
    const step = matchTotpStep(secret, code, Number(row.lastStep), nowMs);
    // The readiness report names this for administrators (lib/health/checks/connections.ts).
    if (step === null && clockSetBackSeconds(Number(row.lastStep), nowMs) > 0) throw factorErrors.clock_set_back();
    if (step === null) return null;
    // The condition decides between concurrent calls with the same code, in all processes.
    return async (tx) => {
      const { count } = await tx.prisma.secondFactor.updateMany({
        where: { id: row.id, lastStep: { lt: step } },
        data: { lastStep: step, lastUsedAt: new Date() },
      });
      return count === 1;
    };
  },
};
