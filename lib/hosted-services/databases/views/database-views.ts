import { z } from "zod";
import type { HostedDatabase } from "@/lib/db/generated/client";
import { type NamedHosted, toHostedView } from "../../resources/hosted-views";
import { type DatabaseView, databaseView } from "../contract";
import { canDump, engineOf } from "../engines";
import { addressOf } from "./connection-details";

const sizeState = databaseView.shape.sizeState;

export function toDatabaseView(row: NamedHosted & { database: HostedDatabase }): DatabaseView {
  const { database } = row;
  return {
    ...toHostedView(row),
    kind: engineOf(row.provider.kind).kind,
    ...addressOf(row),
    username: database.roleName,
    password: null,
    hasCredentials: true,
    connectionLimit: database.connectionLimit,
    extensions: database.extensions,
    allowedNetworks: database.allowedNetworks,
    sizeBytes: database.sizeBytes === null ? null : z.number().parse(Number(database.sizeBytes)),
    maxSizeMb: database.maxSizeMb,
    sizeState: sizeState.parse(database.sizeState),
    measuredAt: database.measuredAt?.toISOString() ?? null,
    hasReadOnlyUser: database.readOnlyPasswordSealed !== null,
    canDump: canDump(row.provider),
  };
}
