import { z } from "zod";
import type { HostedProvider } from "@/lib/db/generated/client";
import { endpointSchema, type ProviderView } from "./contract";

export type ProviderRow = HostedProvider & { _count: { resources: number } };

export const withCount = { _count: { select: { resources: true } } } as const;

export function toProviderView(row: ProviderRow): ProviderView {
  const state = row.healthCheckedAt === null ? "unknown" : row.healthError === null ? "healthy" : "unhealthy";
  return {
    id: row.id,
    kind: row.kind,
    name: row.name,
    mode: "external",
    status: "active",
    endpoints: z.array(endpointSchema).parse(row.endpoints),
    accepting: row.accepting,
    version: row.version,
    health: { state, error: row.healthError, checkedAt: row.healthCheckedAt?.toISOString() ?? null },
    resources: row._count.resources,
    createdAt: row.createdAt.toISOString(),
  };
}
