import { systemActor } from "@/lib/access/actor";
import { coreErrors } from "@/lib/core/errors";
import { sql } from "@/lib/db/transaction";
import { readOwnAddress } from "../addresses";
import type { Autoresponder } from "../contract";
import { setAutoresponder, setMailboxPassword } from "../mailboxes/change-mailbox";
import { isMailPassword } from "../mailboxes/hash-password";
import { getMailbox } from "../mailboxes/queries";
import { type MailboxUser, type OwnMailboxView, ownMailboxView } from "./contract";

/**
 * What the user of a mailbox may do without an account: each call carries address and password. An unknown address, a
 * suspended mailbox and a wrong password look the same.
 */
async function signIn({ address, password }: MailboxUser): Promise<string> {
  const objectName = readOwnAddress(address).address;
  const where = { kind_objectName: { kind: "mailbox", objectName } };
  const row = await sql().prisma.hostedResource.findUnique({ where, include: { mailbox: true } });
  const isRight = await isMailPassword(password, row?.mailbox?.passwordHash ?? "");
  if (row?.status === "active" && isRight) return row.id;
  throw coreErrors.unauthenticated({ detail: "The address or the password is wrong." });
}

export async function readOwnMailbox(user: MailboxUser): Promise<OwnMailboxView> {
  return ownMailboxView.parse(await getMailbox(systemActor, await signIn(user)));
}

export async function setOwnPassword(user: MailboxUser, newPassword: string): Promise<{ address: string }> {
  const { address } = await setMailboxPassword(systemActor, await signIn(user), newPassword);
  return { address };
}

export async function setOwnAutoresponder(user: MailboxUser, autoresponder: Autoresponder): Promise<OwnMailboxView> {
  return ownMailboxView.parse(await setAutoresponder(systemActor, await signIn(user), autoresponder));
}
