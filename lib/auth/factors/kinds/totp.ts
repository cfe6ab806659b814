import { sql } from "@/lib/db/transaction";
import { factorCipher, secretColumn } from "../sealed";
import { matchTotpStep } from "../totp";
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
    const step = matchTotpStep(secret, code.replace(/\s/g, ""), Number(row.lastStep), Date.now());
    if (step === null) return null;
    // The condition decides between two who hold the same code at the same time, in whatever processes.
    return async (tx) =>
      (await tx.run("UPDATE second_factor SET last_step = $2, last_used_at = now() WHERE id = $1 AND last_step < $2", [
        row.id,
        step,
      ])) === 1;
  },
};
