import { z } from "zod";
import { messageOf } from "@/lib/core/errors";

import type { HostedProvider } from "@/lib/db/generated/client";
import { sql, transaction } from "@/lib/db/transaction";
import { defineJob } from "@/lib/jobs/define-job";
import { writeMailRecords } from "../mail/records/write-records";
import { doveadm } from "../mail/server/doveadm";
import { mailConnectionSchema } from "../mail/server/mail-connection";
import { readLastSignIns } from "../mail/server/read-deliveries";
import { openConnection } from "../providers/open-connection";
import { countProviders } from "../providers/providers.sql";

/** Sign-ins are read for a longer time than the job's interval: a run may have been missed. */
const signInsMs = 24 * 3_600_000;
const timeoutMs = 120_000;

export const measureMailJob = defineJob({
  name: "hosted-services.measure-mail",
  summary: "Reads sizes and last sign-ins of mailboxes, and keeps the DNS records of mail domains up to date.",
  schedule: "*/10 * * * *",
  timeoutSeconds: 540,
  run: async ({ log, signal }) => {
    if (!(await sql().row(countProviders))?.count) return;
    await forgetPreviousKeys(new Date());
    await refreshRecords();
    for (const provider of await sql().prisma.hostedProvider.findMany({ where: { kind: "mail" } })) {
      signal.throwIfAborted();
      await measure(provider).catch((error: unknown) =>
        log.warn({ provider: provider.id, error: messageOf(error) }, "mailboxes could not be measured"),
      );
    }
  },
});

/** Keys before the last rotation, whose mail is delivered by now. */
export async function forgetPreviousKeys(now: Date): Promise<void> {
  await sql().prisma.mailDomain.updateMany({
    where: { previousUntil: { lt: now } },
    data: { previousSelector: null, previousPublic: null, previousUntil: null },
  });
}

/** A zone may have been created after the domain, and customers may have removed records of their own. */
async function refreshRecords(): Promise<void> {
  const domains = await sql().prisma.hostedResource.findMany({ where: { kind: "mail-domain", status: "active" } });
  for (const domain of domains) await transaction((tx) => writeMailRecords(tx, domain));
}

const usageSchema = z.array(
  z.object({ username: z.string(), type: z.string(), value: z.string().regex(/^\d+$/).or(z.literal("-")) }),
);

async function measure(provider: HostedProvider): Promise<void> {
  const count = await sql().prisma.hostedResource.count({ where: { providerId: provider.id, kind: "mailbox" } });
  if (count === 0) return;
  const connection = mailConnectionSchema.parse(await openConnection(provider));
  const usage = usageSchema.parse(
    (await doveadm(connection, "quotaGet", { allUsers: true }, AbortSignal.timeout(timeoutMs))) ?? [],
  );
  const sizes = new Map(
    usage.filter(({ type }) => type === "STORAGE").map(({ username, value }) => [username, Number(value) || 0]),
  );
  const signIns = await readLastSignIns(connection, new Date(Date.now() - signInsMs));
  const times = new Map(signIns.map(({ email, lastLoginAt }) => [email, lastLoginAt]));
  const rows = await sql().prisma.hostedResource.findMany({
    where: { providerId: provider.id, kind: "mailbox" },
    include: { mailbox: true },
  });
  for (const { objectName, mailbox } of rows) {
    if (mailbox) await record(mailbox, sizes.get(objectName), times.get(objectName));
  }
}

type Before = { id: string; usedBytes: bigint | null; lastLoginAt: Date | null };

/** Only what changed is written: most mailboxes are the same as ten minutes ago. */
async function record(before: Before, kibibytes: number | undefined, lastLoginAt: Date | undefined): Promise<void> {
  const usedBytes = kibibytes === undefined ? before.usedBytes : BigInt(kibibytes * 1024);
  const signIn = lastLoginAt ?? before.lastLoginAt;
  if (usedBytes === before.usedBytes && signIn?.getTime() === before.lastLoginAt?.getTime()) return;
  await sql().prisma.mailbox.updateMany({ where: { id: before.id }, data: { usedBytes, lastLoginAt: signIn } });
}
