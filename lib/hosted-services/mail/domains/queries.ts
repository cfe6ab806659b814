import type { Actor } from "@/lib/access/actor";
import { authorise } from "@/lib/access/authorise";
import type { ListQuery } from "@/lib/core/lists";
import { page } from "@/lib/db/page";
import { sql, transaction } from "@/lib/db/transaction";
import { listTimeline } from "@/lib/workloads/queries";
import type { HostedEventView } from "../../contract";
import { readRecords } from "../../dns/zones/zone-records";
import { openConnection } from "../../providers/open-connection";
import type { MailDeliveryView, MailDomainDetailView, MailDomainView, MailRecordView } from "../contract";
import { checkRecords } from "../records/check-records";
import { domainRecords } from "../records/domain-records";
import { factsOf } from "../records/record-facts";
import { freeRecords, zoneOf } from "../records/write-records";
import { readDeliveryPage } from "../server/read-deliveries";
import { toMailDomainView } from "./domain-views";
import { type LoadedMailDomain, loadMailDomain, withMail } from "./load-domain";

type Page<T> = { items: T[]; nextCursor: string | null };
export type MailListQuery = ListQuery & { all?: boolean | undefined };

/** Mail domains within the actor's reach, the newest first. Staff see their own unless `all` is asked for. */
export async function listMailDomains(actor: Actor, query: MailListQuery): Promise<Page<MailDomainView>> {
  const reach = authorise(actor, "mailbox.read");
  const owned = reach === "all" && query.all === true ? {} : { ownerId: actor.userId ?? "" };
  const limited = actor.resourceIds ? { id: { in: [...actor.resourceIds] } } : {};
  const named = query.q ? { name: { contains: query.q, mode: "insensitive" as const } } : {};
  const { rows, nextCursor } = await page(query, ({ where, orderBy, take }) =>
    sql().prisma.hostedResource.findMany({
      where: { AND: [where, { kind: "mail-domain" }, owned, limited, named] },
      include: withMail,
      orderBy,
      take,
    }),
  );
  return { items: rows.flatMap(({ mail, ...row }) => (mail ? [toMailDomainView({ ...row, mail })] : [])), nextCursor };
}

/** For the title of its page, without a look at DNS. */
export async function nameOfMailDomain(actor: Actor, id: string): Promise<string> {
  return (await loadMailDomain(actor, id, "mailbox.read", sql())).name;
}

/** With its records and what DNS says about them now. */
export async function getMailDomain(actor: Actor, id: string): Promise<MailDomainDetailView> {
  const row = await loadMailDomain(actor, id, "mailbox.read", sql());
  return { ...toMailDomainView(row), records: await describeRecords(row) };
}

type Options = { lookup?: Parameters<typeof checkRecords>[1] };

export async function describeRecords(row: LoadedMailDomain, { lookup }: Options = {}): Promise<MailRecordView[]> {
  const records = domainRecords(factsOf(row));
  const [managed, states] = await Promise.all([
    transaction(async (tx) => {
      const zone = await zoneOf(tx, row);
      return new Set(zone ? freeRecords(records, (await readRecords(tx, zone.id)).customer) : []);
    }),
    checkRecords(records, lookup),
  ]);
  return records.map((record, index) => ({
    ...record,
    managed: managed.has(record),
    ...(states[index] ?? { state: "unknown" as const, found: [] }),
  }));
}

export async function listMailDomainEvents(
  actor: Actor,
  id: string,
  after?: number,
): Promise<{ items: HostedEventView[] }> {
  await loadMailDomain(actor, id, "mailbox.read", sql());
  return { items: await listTimeline(id, after) };
}

/** What became of mail from and to the domain, the newest first. */
export async function listDeliveries(
  actor: Actor,
  id: string,
  query: { limit: number; cursor?: string | undefined },
): Promise<Page<MailDeliveryView>> {
  const row = await loadMailDomain(actor, id, "mailbox.read", sql());
  const provider = await sql().prisma.hostedProvider.findUniqueOrThrow({ where: { id: row.providerId } });
  return readDeliveryPage(await openConnection(provider), row.objectName, query);
}
