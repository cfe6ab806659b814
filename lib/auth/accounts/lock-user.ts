import type { Role } from "@/lib/access/permissions";
import type { Tx } from "@/lib/db/transaction";
import { lockAccount } from "./accounts.sql";

export type LockedUser = {
  id: string;
  email: string;
  name: string;
  role: Role;
  disabled: boolean;
  isVerified: boolean;
};

/** The account, locked until the transaction ends; null when it does not exist. */
export async function lockUser(tx: Tx, id: string): Promise<LockedUser | null> {
  await tx.row(lockAccount, [id]);
  const user = await tx.prisma.user.findUnique({
    where: { id },
    select: { id: true, email: true, name: true, role: true, disabledAt: true, emailVerifiedAt: true },
  });
  if (!user) return null;
  const { disabledAt, emailVerifiedAt, ...rest } = user;
  return { ...rest, disabled: disabledAt !== null, isVerified: emailVerifiedAt !== null };
}
