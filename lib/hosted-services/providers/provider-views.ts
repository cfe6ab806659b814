import { z } from "zod";
import type { HostedProvider } from "@/lib/db/generated/client";
import type { Sql } from "@/lib/db/transaction";
import type { WorkloadStatus } from "@/lib/workloads/contract";
import { findWorkload, type Workload } from "@/lib/workloads/load-workload";
import { failureOf } from "@/lib/workloads/queries";
import { type Endpoint, endpointSchema, type ProviderField, type ProviderView, providerView } from "./contract";
import { managedSecrets } from "./managed/managed-service";
import { providerKinds } from "./provider-registry";
import { openSealed } from "./sealed-connection";

export type ProviderRow = HostedProvider & { _count: { resources: number } };

export const withCount = { _count: { select: { resources: true } } } as const;

const statusOf: Record<WorkloadStatus, ProviderView["status"]> = {
  provisioning: "provisioning",
  starting: "provisioning",
  online: "active",
  stopping: "failed",
  offline: "failed",
  crashed: "failed",
  failed: "failed",
  suspended: "failed",
  deleting: "deleting",
};

/** With the state of the workload that a managed one is. */
export async function withStatus(row: ProviderRow, db: Sql): Promise<ProviderView> {
  if (row.mode === "external") return toProviderView(row, "active");
  const workload = await findWorkload(db, row.id);
  const failure = await failureOf(db, row.id);
  const view = toProviderView(row, workload ? statusOf[workload.status] : "failed");
  const managed = view.managed && { ...view.managed, image: imageOf(workload), failure, size: sizeOf(workload) };
  if (view.status !== "failed") return { ...view, managed };
  // Why it failed says more than that it does not answer.
  return { ...view, managed, health: { ...view.health, state: "unhealthy", error: failure ?? row.healthError } };
}

/** As the engine shows it: the first digits of the content id. */
const imageOf = (workload: Workload | null) => workload?.imageId?.replace(/^sha256:/, "").slice(0, 12) ?? null;

const sizeOf = (workload: Workload | null) =>
  workload && {
    memory: workload.memoryMb / 1024,
    diskSpace: workload.diskMb / 1024,
    cpu: workload.cpuMilli / 1000,
  };

export function toProviderView(row: ProviderRow, status: ProviderView["status"]): ProviderView {
  const state = row.healthCheckedAt === null ? "unknown" : row.healthError === null ? "healthy" : "unhealthy";
  const endpoints = z.array(endpointSchema).parse(row.endpoints);
  return {
    id: row.id,
    kind: row.kind,
    name: row.name,
    mode: row.mode === "managed" ? "managed" : "external",
    status,
    endpoints,
    connection: row.mode === "external" ? openFields(row) : {},
    accepting: row.accepting,
    version: row.version,
    managed: row.mode === "managed" ? managedView(row, endpoints) : null,
    health: { state, error: row.healthError, checkedAt: row.healthCheckedAt?.toISOString() ?? null },
    resources: row._count.resources,
    createdAt: row.createdAt.toISOString(),
  };
}

const managedView = (row: HostedProvider, endpoints: Endpoint[]): ProviderView["managed"] => ({
  settings: openSettings(row),
  image: null,
  failure: null,
  standardPorts: usesStandardPorts(row, endpoints),
  size: null,
});

/** Endpoints have the names of their ports. */
function usesStandardPorts({ kind }: HostedProvider, endpoints: Endpoint[]): boolean | null {
  const standard =
    providerKinds.get(kind)?.managed?.ports.filter(({ standardPort }) => standardPort !== undefined) ?? [];
  if (standard.length === 0) return null;
  return endpoints.every(({ name, port }) => standard.some((item) => item.name === name && item.standardPort === port));
}

/** What the form of a change shows. */
const openFields = (row: HostedProvider) => shownOf(openSealed(row), providerKinds.get(row.kind)?.fields ?? []);
const openSettings = (row: HostedProvider) =>
  shownOf(managedSecrets.parse(openSealed(row)).settings, providerKinds.get(row.kind)?.settings ?? []);

function shownOf(sealed: unknown, fields: readonly ProviderField[]): ProviderView["connection"] {
  const stored = z.record(z.string(), z.unknown()).parse(sealed);
  const open = fields.filter(({ kind }) => kind !== "secret" && kind !== "secret-area");
  const shown = Object.fromEntries(open.flatMap(({ name }) => (name in stored ? [[name, stored[name]]] : [])));
  return providerView.shape.connection.parse(shown);
}
