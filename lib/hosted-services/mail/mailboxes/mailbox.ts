import { createHash, randomBytes, randomUUID } from "node:crypto";
import { z } from "zod";
import { mib } from "@/lib/core/units";
import { hostedServiceErrors } from "../../errors";
import { defineHostedKind } from "../../resources/define-hosted-kind";
import type { HostedDefinition } from "../../resources/hosted-definition";
import { domainOf } from "../addresses";
import { autoresponderSchema } from "../contract";
import { domainIdOf } from "../domains/load-domain";
import { askRecipient } from "../server/ask-recipient";
import { doveadm } from "../server/doveadm";
import { ensureMailbox, listMailboxes, observeMailbox, removeMailbox } from "../server/mail.remote.sql";
import { MailObjects, type MailTable } from "../server/mail-objects";
import { hashMailPassword } from "./hash-password";
import { vacationScript } from "./vacation-script";

export type MailboxSpec = {
  passwordHash: string;
  quotaBytes: bigint;
  storageId: string;
  canSignIn: boolean;
  forwardTo: readonly string[];
  keepCopy: boolean;
  script: string | null;
};

const observedMailboxSchema = z.object({
  quotaBytes: z.string(),
  login: z.boolean(),
  forwardTo: z.array(z.string()),
  keepCopy: z.boolean(),
  script: z.string().nullable(),
  storageId: z.string(),
  passwordDigest: z.string(),
});
export type ObservedMailbox = z.output<typeof observedMailboxSchema>;

const mailboxTable: MailTable<MailboxSpec, ObservedMailbox> = {
  observe: observeMailbox,
  ensure: ensureMailbox,
  remove: removeMailbox,
  list: listMailboxes,
  observed: observedMailboxSchema,
  values: ({ passwordHash, quotaBytes, storageId, canSignIn, forwardTo, keepCopy, script }) => [
    passwordHash,
    quotaBytes.toString(),
    storageId,
    canSignIn,
    forwardTo,
    keepCopy,
    script,
  ],
  /** Sessions keep the password and the rights that they began with. */
  settle: async (server, { name }, signal) => {
    await doveadm(server, "kick", { mask: [name] }, signal);
  },
  verify: async (server, { name }, _, signal) => {
    const startedAt = performance.now();
    const answer = await askRecipient(server.smtpHost, server.smtpPort, name, signal);
    if (!answer.startsWith("250")) throw hostedServiceErrors.unknown_outcome({ detail: `Postfix answers ${answer}` });
    const status = await doveadm(
      server,
      "mailboxStatus",
      { user: name, field: ["messages"], mailboxMask: ["INBOX"] },
      signal,
    );
    if (status === null) throw hostedServiceErrors.unknown_outcome({ detail: "Dovecot does not know the mailbox." });
    return `Mail is taken and the mailbox opens, in ${Math.round(performance.now() - startedAt)} ms`;
  },
};

/** Mailboxes as a kind of hosted object. */
export const mailboxDefinition: HostedDefinition<MailboxSpec, ObservedMailbox> = {
  kind: "mailbox",
  noun: "mailbox",
  pages: { label: "Mailboxes", list: "/mail", detail: (id) => `/mail/mailboxes/${id}` },
  providers: ["mail"],
  quota: { USER: 25, GUEST: 0 },
  observed: observedMailboxSchema,
  connect: (connection) => new MailObjects(connection, mailboxTable),
  loadSpec: async (db, { id, objectName, status }) => {
    const row = await db.prisma.mailbox.findUnique({ where: { id } });
    if (!row) return null;
    const { passwordHash, quotaMb, storageId, forwardTo, keepCopy, autoresponder } = row;
    const script = vacationScript(objectName, autoresponderSchema.nullable().parse(autoresponder));
    const canSignIn = status !== "suspended";
    return { passwordHash, quotaBytes: BigInt(quotaMb * mib), storageId, canSignIn, forwardTo, keepCopy, script };
  },
  compare: compareMailbox,
  adoptDifference: async (tx, { id }, { quotaBytes, forwardTo, keepCopy }) => {
    const quotaMb = Math.max(1, Math.round(Number(quotaBytes) / mib));
    await tx.prisma.mailbox.update({ where: { id }, data: { quotaMb, forwardTo, keepCopy } });
  },
  adoptOrphan: async (tx, { id, objectName }, { quotaBytes, forwardTo, keepCopy, storageId }) => {
    const domainId = await domainIdOf(tx, domainOf(objectName));
    // Nobody knows this password: the owner sets another one.
    const passwordHash = await hashMailPassword(randomBytes(24).toString("base64url"));
    const quotaMb = Math.max(1, Math.round(Number(quotaBytes) / mib));
    await tx.prisma.mailbox.create({ data: { id, domainId, passwordHash, quotaMb, forwardTo, keepCopy, storageId } });
  },
};

function compareMailbox(spec: MailboxSpec, found: ObservedMailbox): string[] {
  const digest = createHash("md5").update(spec.passwordHash).digest("hex");
  const facts: [boolean, string][] = [
    [found.quotaBytes === spec.quotaBytes.toString(), `The quota is ${found.quotaBytes} bytes.`],
    [found.login === spec.canSignIn, found.login ? "Its user can sign in." : "Its user cannot sign in."],
    [found.passwordDigest === digest, "It has another password."],
    [found.storageId === spec.storageId, "It uses another directory."],
    [
      found.forwardTo.join() === spec.forwardTo.join() && found.keepCopy === spec.keepCopy,
      "Mail is forwarded differently.",
    ],
    [found.script === spec.script, "The autoresponder differs."],
  ];
  return facts.filter(([isFine]) => !isFine).map(([, sentence]) => sentence);
}

/** Never used again, so that an address that is created again never shows the old mail. */
export const newStorageId = (): string => randomUUID();

export const mailboxKind = defineHostedKind(mailboxDefinition);
