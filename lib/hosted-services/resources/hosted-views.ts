import type { HostedResource } from "@/lib/db/generated/client";
import { showFailure } from "@/lib/workloads/show-failure";
import type { HostedView } from "../contract";

/** Names that lists and pages show with an object. */
export const withNames = {
  owner: { select: { id: true, name: true } },
  provider: { select: { id: true, kind: true, name: true, mode: true, endpoints: true } },
} as const;

export type NamedHosted = HostedResource & {
  owner: { id: string; name: string };
  provider: { id: string; kind: string; name: string; mode: string; endpoints: unknown };
};

export function toHostedView(row: NamedHosted): HostedView {
  return {
    id: row.id,
    name: row.name,
    status: row.status,
    provider: { id: row.provider.id, name: row.provider.name },
    failure: showFailure(row.failureCode, row.failureMessage),
    heldByStaff: row.heldByStaff,
    owner: row.owner,
    createdAt: row.createdAt.toISOString(),
  };
}
