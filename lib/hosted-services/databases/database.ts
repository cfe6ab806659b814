import { generateSecurePassword } from "@/lib/core/encryption/crypto";
import { fieldCipher } from "@/lib/core/encryption/field-cipher";
import { defineHostedKind } from "../resources/define-hosted-kind";
import type { HostedDefinition } from "../resources/hosted-definition";
import { databasePlans } from "./dumps/dump-plans";
import { recordDumpEnd } from "./dumps/record-dump-end";
import { engineKinds, engineOf } from "./engines";
import { readerOf, roleOf } from "./names";
import { databasesNearLimit } from "./size/databases-near-limit";
import { compareDatabase, type DatabaseSpec, type ObservedDatabase, observedDatabaseSchema } from "./tenant-databases";

const passwordColumn = "hosted_database:password";
const readerColumn = "hosted_database:read_only_password";

export const sealPassword = (id: string, password: string) => fieldCipher().encrypt(password, passwordColumn, id);
export const openPassword = (id: string, sealed: string) => fieldCipher().decrypt(sealed, passwordColumn, id);
export const sealReaderPassword = (id: string, password: string) => fieldCipher().encrypt(password, readerColumn, id);
export const openReaderPassword = (id: string, sealed: string) => fieldCipher().decrypt(sealed, readerColumn, id);

/** 1 GiB. */
export const defaultMaxSizeMb = 1024;

/** Databases as a kind of hosted object. */
export const databaseDefinition: HostedDefinition<DatabaseSpec, ObservedDatabase> = {
  kind: "database",
  noun: "database",
  pages: { label: "Databases", list: "/databases", detail: (id) => `/databases/${id}` },
  providers: engineKinds,
  quota: { USER: 5, GUEST: 0 },
  attention: databasesNearLimit,
  observed: observedDatabaseSchema,
  connect: (connection, kind) => engineOf(kind).open(connection),
  loadSpec: async (db, resource) => {
    const row = await db.prisma.hostedDatabase.findUnique({ where: { id: resource.id } });
    if (!row) return null;
    const { readOnlyPasswordSealed: sealed } = row;
    return {
      role: row.roleName,
      password: openPassword(row.id, row.passwordSealed),
      connectionLimit: row.connectionLimit,
      canLogin: resource.status !== "suspended" && row.sizeState !== "stopped",
      isReadOnly: row.sizeState !== "ok",
      extensions: row.extensions,
      allowedNetworks: row.allowedNetworks,
      reader: sealed ? { role: readerOf(resource.objectName), password: openReaderPassword(row.id, sealed) } : null,
      endSessionsAt: row.endSessionsAt,
      restoreFrom: row.restoreFrom,
    };
  },
  compare: compareDatabase,
  adoptDifference: async (tx, { id }, { connectionLimit, networks: allowedNetworks }) => {
    await tx.prisma.hostedDatabase.update({ where: { id }, data: { connectionLimit, allowedNetworks } });
  },
  adoptOrphan: async (tx, { id, objectName }, { networks: allowedNetworks }) => {
    // Its password is not known: the run that follows sets a new one.
    const passwordSealed = sealPassword(id, generateSecurePassword(24));
    const limits = { connectionLimit: 20, maxSizeMb: defaultMaxSizeMb, allowedNetworks };
    const data = { id, roleName: roleOf(objectName), passwordSealed, ...limits };
    await tx.prisma.hostedDatabase.create({ data });
  },
  onApplied: async (tx, { id }, { endSessionsAt }) => {
    await tx.prisma.hostedDatabase.updateMany({ where: { id, endSessionsAt }, data: { endSessionsAt: null } });
  },
  plans: databasePlans,
  onRunEnded: (tx, { id }, plan, outcome) => recordDumpEnd(tx, id, plan, outcome),
};

export const databaseKind = defineHostedKind(databaseDefinition);
