import type { HostedDump } from "@/lib/db/generated/client";
import { type DumpView, dumpView } from "./contract";

const { origin, status } = dumpView.shape;

export const toDumpView = (row: HostedDump): DumpView => ({
  id: row.id,
  origin: origin.parse(row.origin),
  status: status.parse(row.status),
  failure: row.failure,
  sizeBytes: row.sizeBytes === null ? null : Number(row.sizeBytes),
  createdAt: row.createdAt.toISOString(),
  expiresAt: row.expiresAt.toISOString(),
});
