import { findBackupCode, useBackupCode } from "../codes/backup-codes";
import type { FactorKind } from "./kind";

export const backupCodeKind: FactorKind = {
  amr: "backup",
  guessable: true,
  async examine({ userId }, { code }) {
    const id = code ? await findBackupCode(userId, code) : null;
    return id === null ? null : (tx) => useBackupCode(tx, id);
  },
};
