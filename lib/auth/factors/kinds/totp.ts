import { sql } from "@/lib/db/transaction";
import { factorErrors } from "../errors";
import { factorCipher, secretColumn } from "../sealed";
import { clockSetBackSeconds, matchTotpStep } from "../totp";
import type { FactorKind } from "./kind";

type Row = { id: string; secretSealed: string; lastStep: string };

export const totpKind: FactorKind = {
  amr: "otp",
  guessable: true,
  async examine({ userId }, { code }) {
    const row = await sql().row<Row>(
      `SELECT id, secret_sealed AS "secretSealed", last_step AS "lastStep" FROM second_factor
       WHERE user_id = $1 AND method = 'totp' AND confirmed_at IS NOT NULL`,
      [userId],
    );
    if (!row || !code) return null;
    const secret = factorCipher().decrypt(row.secretSealed, secretColumn, row.id);
    const nowMs = Date.now();
    const step = matchTotpStep(secret, code, Number(row.lastStep), nowMs);
    // The readiness report names this for administrators (lib/platform/health.ts).
    if (step === null && clockSetBackSeconds(Number(row.lastStep), nowMs) > 0) throw factorErrors.clock_set_back();
    if (step === null) return null;
    // The condition decides between concurrent calls with the same code, in all processes.
    return async (tx) =>
      (await tx.run("UPDATE second_factor SET last_step = $2, last_used_at = now() WHERE id = $1 AND last_step < $2", [
        row.id,
        step,
      ])) === 1;
  },
};
