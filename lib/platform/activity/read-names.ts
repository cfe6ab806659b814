import type { Actor } from "@/lib/access/actor";
import { may } from "@/lib/access/permissions";
import { idPrefixes } from "@/lib/core/ids";
import { sql } from "@/lib/db/transaction";

type Ids = { id: { in: string[] } };
type Named = { id: string; name: string };
type Kind = keyof typeof idPrefixes;

/** `ownerId` is null for those who see everybody's things. */
type Source = {
  noun: string;
  read: (where: Ids, ownerId: string | null) => Promise<Named[]>;
  href?: (id: string, actor: Actor) => string | null;
};

const db = () => sql().prisma;
const select = { id: true, name: true } as const;
const own = (ownerId: string | null) => (ownerId === null ? {} : { ownerId });
const ofStaff = (ownerId: string | null, read: () => Promise<Named[]>) => (ownerId === null ? read() : []);

const hosted = (noun: string, path: string): Source => ({
  noun,
  read: (where, ownerId) => db().hostedResource.findMany({ where: { ...where, ...own(ownerId) }, select }),
  href: (id) => `${path}/${id}`,
});

const sources: Partial<Record<Kind, Source>> = {
  user: {
    noun: "account",
    read: (where) => db().user.findMany({ where, select }),
    href: (id, actor) => (may(actor, "user.read") ? `/admin/users/${id}` : null),
  },
  server: {
    noun: "server",
    read: (where, ownerId) => db().workload.findMany({ where: { ...where, ...reached(ownerId) }, select }),
    href: (id) => `/servers/${id}`,
  },
  executor: {
    noun: "executor",
    read: (where, ownerId) => db().executor.findMany({ where: { ...where, ...own(ownerId) }, select }),
    href: (id) => `/executors/${id}`,
  },
  executorTemplate: {
    noun: "executor template",
    read: (where, ownerId) => db().executorTemplate.findMany({ where: { ...where, ...own(ownerId) }, select }),
    href: (id) => `/executors/templates/${id}`,
  },
  machine: {
    noun: "machine",
    read: (where, ownerId) => db().machine.findMany({ where: { ...where, ...own(ownerId) }, select }),
    href: (id) => `/machines/${id}`,
  },
  token: {
    noun: "access token",
    read: (where, userId) => db().apiToken.findMany({ where: { ...where, ...(userId ? { userId } : {}) }, select }),
  },
  channel: {
    noun: "channel",
    read: (where, userId) => db().ownedChannel.findMany({ where: { ...where, ...(userId ? { userId } : {}) }, select }),
  },
  alertRule: {
    noun: "alert rule",
    read: (where, ownerId) => db().alertRule.findMany({ where: { ...where, ...own(ownerId) }, select }),
    href: (id) => `/alerts/rules/${id}`,
  },
  alertIncident: {
    noun: "alert",
    read: async (where, ownerId) => {
      const rows = await db().alertIncident.findMany({
        where: { ...where, ...own(ownerId) },
        select: { id: true, ruleName: true, subjectName: true },
      });
      return rows.map(({ id, ruleName, subjectName }) => ({ id, name: `${ruleName} of ${subjectName}` }));
    },
    href: (id) => `/alerts/${id}`,
  },
  database: hosted("database", "/databases"),
  zone: hosted("DNS zone", "/dns"),
  mailDomain: hosted("mail domain", "/mail"),
  mailbox: hosted("mailbox", "/mail/mailboxes"),
  mailAlias: { ...hosted("mail alias", "/mail"), href: () => null },
  node: {
    noun: "node",
    read: async (where, ownerId) => ofStaff(ownerId, () => db().node.findMany({ where, select })),
    href: () => "/admin/nodes",
  },
  provider: {
    noun: "service",
    read: async (where, ownerId) => ofStaff(ownerId, () => db().hostedProvider.findMany({ where, select })),
    href: (id) => `/admin/services/${id}`,
  },
  backup: {
    noun: "backup",
    read: async (where, ownerId) =>
      ofStaff(ownerId, async () => {
        const rows = await db().backup.findMany({ where, select: { id: true, fileName: true } });
        return rows.map(({ id, fileName }) => ({ id, name: fileName }));
      }),
    href: () => "/admin/backups",
  },
  backupTarget: {
    noun: "place for backups",
    read: async (where, ownerId) => ofStaff(ownerId, () => db().backupTarget.findMany({ where, select })),
    href: () => "/admin/backups",
  },
  statusIncident: {
    noun: "incident",
    read: async (where) => {
      const rows = await db().statusIncident.findMany({ where, select: { id: true, title: true } });
      return rows.map(({ id, title }) => ({ id, name: title }));
    },
    href: (_id, actor) => (actor.role === "ADMIN" ? "/admin/status-page" : null),
  },
};

const reached = (userId: string | null) =>
  userId === null ? {} : { OR: [{ ownerId: userId }, { members: { some: { userId } } }] };

const sourceByPrefix = new Map<string, Source>(
  Object.entries(sources).map(([kind, source]) => [idPrefixes[kind as Kind], source]),
);

export type Names = {
  /** Null: the thing does not exist any more, or the reader may not see it. */
  nameOf: (id: string) => string | null;
  hrefOf: (id: string) => string | null;
  /** "server", for an id whose thing has no name here. */
  nounOf: (id: string) => string | null;
};

/**
 * Names of things by their ids, of whatever kinds they are: one query for each kind that occurs. A person who does not
 * see everything gets the names of what is theirs or shared with them.
 */
export async function readNames(actor: Actor, ids: readonly string[], seesAll: boolean): Promise<Names> {
  const groups = Map.groupBy(new Set(ids), (id) => sourceByPrefix.get(id.slice(0, 3)));
  const ownerId = seesAll ? null : actor.userId;
  const found = await Promise.all(
    [...groups].map(([source, members]) => source?.read({ id: { in: members } }, ownerId) ?? []),
  );
  const names = new Map(found.flat().map(({ id, name }) => [id, name]));
  return {
    nameOf: (id) => names.get(id) ?? null,
    hrefOf: (id) => (names.has(id) ? (sourceByPrefix.get(id.slice(0, 3))?.href?.(id, actor) ?? null) : null),
    nounOf: (id) => sourceByPrefix.get(id.slice(0, 3))?.noun ?? null,
  };
}
