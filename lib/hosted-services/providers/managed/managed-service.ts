import { z } from "zod";
import type { Need } from "@/lib/nodes/place/placement";
import type { WorkloadDefinition, WorkloadSpec } from "@/lib/workloads/workload-definition";
import type { Endpoint, ProviderField } from "../contract";

/** How the panel runs a service of a kind itself: as a workload with the provider's id. */
export type ManagedService = {
  workload: WorkloadDefinition;
  /** Published; the first is what customers connect to. `forPanel` as in the spec of the workload. */
  ports: readonly ManagedPort[];
  /** Without a wish of the administrator. */
  size: Need;
  /** What the administrator chooses when the panel runs one: schema and fields of its form. */
  settings?: { schema: z.ZodType<Record<string, unknown>>; fields: ProviderField[] };
  /** The connection of the kind. `dial`: how the panel reaches a port by its name; `open`: how customers do. */
  connection: (secrets: ManagedSecrets, dial: Reach, open: Reach) => Record<string, unknown>;
  /** What customers connect to. */
  endpoints: (secrets: ManagedSecrets, open: Reach) => Endpoint[];
};

/** `standardPort`: where programs of others look for the service; used instead of one of the pool if wished. */
export type ManagedPort = WorkloadSpec["ports"][number] & { standardPort?: number };

export type Address = { host: string; port: number };
export type Reach = (port: string) => Address;

/** What is sealed of a managed service. */
export const managedSecrets = z.object({
  password: z.string(),
  settings: z.record(z.string(), z.unknown()).default({}),
});
export type ManagedSecrets = z.output<typeof managedSecrets>;
