import { z } from "zod";

export const endpointSchema = z.object({
  name: z.string(),
  protocol: z.string(),
  host: z.string(),
  port: z.number().int(),
});
export type Endpoint = z.output<typeof endpointSchema>;

export const providerView = z.object({
  id: z.string(),
  kind: z.string(),
  name: z.string(),
  mode: z.enum(["managed", "external"]),
  status: z.enum(["provisioning", "active", "failed", "deleting"]),
  endpoints: z.array(endpointSchema),
  /** The fields of an external one that are no secrets. */
  connection: z.record(z.string(), z.union([z.string(), z.number(), z.array(z.string())])),
  accepting: z.boolean(),
  version: z.string().nullable(),
  /** Of one that the panel runs: its settings that are no secrets, the content id of its image, why the last change failed, and its size. */
  managed: z
    .object({
      settings: z.record(z.string(), z.union([z.string(), z.number(), z.array(z.string())])),
      image: z.string().nullable(),
      failure: z.string().nullable(),
      /** Whether customers reach it at the standard ports of its kind; null: the kind has none. */
      standardPorts: z.boolean().nullable(),
      /** GiB and CPUs; null while it is not known. */
      size: z.object({ memory: z.number(), diskSpace: z.number(), cpu: z.number() }).nullable(),
    })
    .nullable(),
  health: z.object({
    state: z.enum(["healthy", "unhealthy", "unknown"]),
    error: z.string().nullable(),
    checkedAt: z.iso.datetime().nullable(),
  }),
  /** Number of customers' objects on it. */
  resources: z.number().int(),
  createdAt: z.iso.datetime(),
});
export type ProviderView = z.output<typeof providerView>;

const name = z.string().trim().min(1).max(60);
const kind = z.string().max(40);
/** GiB. */
const memory = z.number().min(0.25).max(1024).multipleOf(0.25);
const diskSpace = z.number().int().min(1).max(100_000);

/** `connection`: fields of the kind, see `GET /api/admin/provider-kinds`. */
const externalProviderBody = z.strictObject({
  kind,
  name,
  mode: z.literal("external"),
  connection: z.record(z.string().max(40), z.unknown()),
});
/** The panel runs it, on a node of its choice without `nodeId` and `region`. Sizes in GiB. */
const managedProviderBody = z.strictObject({
  kind,
  name,
  mode: z.literal("managed"),
  nodeId: z.string().max(40).optional(),
  region: z.string().max(60).optional(),
  memory: memory.optional(),
  diskSpace: diskSpace.optional(),
  /** At the standard ports of the kind, as 53 for DNS, instead of ports of the machine's pool. */
  standardPorts: z.boolean().optional(),
  /** Of the kind, see `GET /api/admin/provider-kinds`. */
  settings: z.record(z.string().max(40), z.unknown()).optional(),
});
export type ManagedProviderInput = z.output<typeof managedProviderBody>;

export const createProviderBody = z.discriminatedUnion("mode", [externalProviderBody, managedProviderBody]);
export type CreateProviderInput = z.output<typeof createProviderBody>;

export const updateProviderBody = z
  .strictObject({
    name,
    accepting: z.boolean(),
    connection: z.record(z.string().max(40), z.unknown()),
    /** Of a service that the panel runs; those that are not sent stay, and null removes one. The service restarts. */
    settings: z.record(z.string().max(40), z.unknown()),
    /** The service restarts at the standard ports of its kind. There is no way back to the pool. */
    standardPorts: z.literal(true),
  })
  .partial();
export type UpdateProviderInput = z.output<typeof updateProviderBody>;

/** Of a service that the panel runs; what is not sent stays. It restarts when memory or CPU change. */
export const resizeProviderBody = z
  .strictObject({ memory, diskSpace, cpu: z.number().min(0.25).max(128).multipleOf(0.25) })
  .partial();
export type ResizeProviderInput = z.output<typeof resizeProviderBody>;

export const providerTestView = z.object({ version: z.string(), durationMs: z.number() });

const providerField = z.object({
  name: z.string(),
  label: z.string(),
  /** `area` and `secret-area`: of several lines. */
  kind: z.enum(["text", "number", "secret", "list", "area", "secret-area"]),
  required: z.boolean(),
  help: z.string(),
  initial: z.union([z.string(), z.number(), z.null()]),
});
export type ProviderField = z.output<typeof providerField>;

/** Fields of a connection, from which its form is drawn. */
export const providerKindView = z.object({
  kind: z.string(),
  label: z.string(),
  description: z.string(),
  /** The panel can run one itself. */
  canRun: z.boolean(),
  fields: z.array(providerField),
  /** Where programs of others look for such a service; empty: there are no such ports, or the panel cannot run one. */
  standardPorts: z.array(z.number().int()),
  /** Fields of `settings` when the panel runs one. */
  settings: z.array(providerField),
});
export type ProviderKindView = z.output<typeof providerKindView>;
