import { z } from "zod";
import type { Need } from "@/lib/nodes/place/placement";
import type { WorkloadDefinition } from "@/lib/workloads/workload-definition";

/** How the panel runs a service of a kind itself: as a workload with the provider's id. */
export type ManagedService = {
  workload: WorkloadDefinition;
  /** Published; the first is what customers connect to. */
  ports: readonly { name: string; protocol: "tcp" | "udp" }[];
  /** Without a wish of the administrator. */
  size: Need;
  /** The connection of the kind. `dial`: how the panel reaches it; `open`: how customers do. */
  connection: (password: string, dial: Address, open: Address) => Record<string, unknown>;
};

export type Address = { host: string; port: number };

/** What is sealed of a managed service. */
export const managedSecrets = z.object({ password: z.string() });
