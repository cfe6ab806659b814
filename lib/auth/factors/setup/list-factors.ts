import { z } from "zod";
import type { Actor } from "@/lib/access/actor";
import type { SecondFactor } from "@/lib/db/generated/client";
import { sql } from "@/lib/db/transaction";
import { isSmsConfigured } from "@/lib/notifications/channels/sms/text-message";
import { requirePerson } from "../require-person";
import { factorCipher, maskEmail, maskPhone, secretColumn } from "../sealed";

export type FactorsView = {
  factors: { method: "totp" | "sms" | "email"; hint: string | null; createdAt: string; lastUsedAt: string | null }[];
  passkeys: { id: string; name: string; synced: boolean; createdAt: string; lastUsedAt: string | null }[];
  backupCodesLeft: number;
  smsAvailable: boolean;
  /** Whether the role needs a second factor. */
  required: boolean;
};

const timesOf = ({ createdAt, lastUsedAt }: { createdAt: Date; lastUsedAt: Date | null }) => ({
  createdAt: createdAt.toISOString(),
  lastUsedAt: lastUsedAt?.toISOString() ?? null,
});

const factorMethod = z.enum(["totp", "sms", "email"]);

/** Everything the security page shows about the actor's own factors; no secret. */
export async function listFactors(actor: Actor): Promise<FactorsView> {
  const userId = requirePerson(actor);
  const user = await sql().prisma.user.findUnique({
    where: { id: userId },
    select: {
      role: true,
      secondFactors: { where: { confirmedAt: { not: null } }, orderBy: { id: "asc" } },
      passkeys: { omit: { publicKey: true, credentialId: true }, orderBy: { id: "asc" } },
      _count: { select: { backupCodes: { where: { usedAt: null } } } },
    },
  });
  const role = user?.role ?? actor.role;
  const policies = await sql().prisma.securityPolicy.count({ where: { requiredRoles: { has: role } } });
  return {
    factors: (user?.secondFactors ?? []).map((row) => ({
      method: factorMethod.parse(row.method),
      hint: hintOf(row, actor.email),
      ...timesOf({ createdAt: row.confirmedAt ?? row.createdAt, lastUsedAt: row.lastUsedAt }),
    })),
    passkeys: (user?.passkeys ?? []).map((row) => ({
      id: row.id,
      name: row.name,
      synced: row.backedUp,
      ...timesOf(row),
    })),
    backupCodesLeft: user?._count.backupCodes ?? 0,
    smsAvailable: isSmsConfigured(),
    required: policies > 0,
  };
}

function hintOf(row: Pick<SecondFactor, "id" | "method" | "secretSealed">, email: string): string | null {
  if (row.method === "email") return maskEmail(email);
  if (row.method !== "sms" || !row.secretSealed) return null;
  return maskPhone(factorCipher().decrypt(row.secretSealed, secretColumn, row.id));
}
