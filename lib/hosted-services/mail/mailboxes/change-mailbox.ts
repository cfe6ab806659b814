import type { Actor } from "@/lib/access/actor";
import { generateSecurePassword } from "@/lib/core/encryption/crypto";
import { type Tx, transaction } from "@/lib/db/transaction";
import {
  audit,
  deleteHosted,
  requestApply,
  requireState,
  retryHosted,
  suspendHosted,
} from "../../resources/change-hosted";
import { readDestinations } from "../addresses";
import { refuseCircle } from "../aliases/refuse-circle";
import type { Autoresponder, MailboxView, UpdateMailboxInput } from "../contract";
import { hashMailPassword } from "./hash-password";
import { type LoadedMailbox, loadMailbox } from "./load-mailbox";
import { mailboxKind } from "./mailbox";
import { toMailboxView } from "./mailbox-views";

/** Changes of one mailbox. Each writes what should be and lets a run apply it. */

type Data = Parameters<Tx["prisma"]["mailbox"]["update"]>[0]["data"];
type Change = {
  permission?: "mailbox.manage" | "mailbox.credentials";
  verb: string;
  detail?: Record<string, unknown>;
  write: (tx: Tx, row: LoadedMailbox) => Promise<Data>;
};

async function change(actor: Actor, id: string, change: Change): Promise<MailboxView> {
  const { permission = "mailbox.manage", verb, detail, write } = change;
  return transaction(async (tx) => {
    const row = await loadMailbox(actor, id, permission, tx, { lock: true });
    requireState(mailboxKind, row, ["active", "suspended"]);
    await tx.prisma.mailbox.update({ where: { id }, data: await write(tx, row) });
    await audit(tx, actor, mailboxKind, row, verb, detail);
    await requestApply(tx, mailboxKind, row, actor);
    return toMailboxView(await loadMailbox(actor, id, permission, tx));
  });
}

export function updateMailbox(actor: Actor, id: string, input: UpdateMailboxInput): Promise<MailboxView> {
  const { quotaMb, keepCopy } = input;
  const forwardTo = input.forwardTo && readDestinations(input.forwardTo, "forwardTo");
  return change(actor, id, {
    verb: "changed",
    detail: { fields: Object.keys(input) },
    write: async (tx, { objectName }) => {
      if (forwardTo) await refuseCircle(tx, objectName, forwardTo, "forwardTo");
      return {
        ...(quotaMb === undefined ? {} : { quotaMb }),
        ...(keepCopy === undefined ? {} : { keepCopy }),
        ...(forwardTo === undefined ? {} : { forwardTo }),
      };
    },
  });
}

/** Sets the password; open sessions of mail programs end. The answer is the only one that shows a password made here. */
export async function setMailboxPassword(
  actor: Actor,
  id: string,
  chosen?: string,
): Promise<{ address: string; password: string }> {
  const password = chosen ?? generateSecurePassword(20);
  const passwordHash = await hashMailPassword(password);
  const { address } = await change(actor, id, {
    permission: "mailbox.credentials",
    verb: "password_changed",
    write: async () => ({ passwordHash }),
  });
  return { address, password };
}

export const setAutoresponder = (actor: Actor, id: string, autoresponder: Autoresponder): Promise<MailboxView> =>
  change(actor, id, {
    verb: "autoresponder_changed",
    detail: { enabled: autoresponder.enabled },
    write: async () => ({ autoresponder }),
  });

const locked = (actor: Actor, id: string, permission: "mailbox.manage" | "mailbox.delete") => (tx: Tx) =>
  loadMailbox(actor, id, permission, tx, { lock: true });

export const deleteMailbox = (actor: Actor, id: string) =>
  deleteHosted(actor, mailboxKind, locked(actor, id, "mailbox.delete"));

export const retryMailbox = (actor: Actor, id: string) =>
  retryHosted(actor, mailboxKind, locked(actor, id, "mailbox.manage"));

export const suspendMailbox = (actor: Actor, id: string) =>
  suspendHosted(actor, mailboxKind, locked(actor, id, "mailbox.manage"), "suspend");

export const resumeMailbox = (actor: Actor, id: string) =>
  suspendHosted(actor, mailboxKind, locked(actor, id, "mailbox.manage"), "resume");
