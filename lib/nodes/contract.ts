import { z } from "zod";

/** Machines, regions and their capacity, as pages and clients see them. Memory and disk are GiB, CPU is cores. */
export const regionView = z.object({ slug: z.string(), name: z.string(), available: z.boolean() });
export type RegionView = z.output<typeof regionView>;

const amount = z.object({ total: z.number(), reserved: z.number() });

/** The machine's disk at the last check. No workload may use the reserve. */
export const diskRecord = z.object({
  totalMb: z.number(),
  freeMb: z.number(),
  reserveMb: z.number(),
  /** 0 on file systems that count none. */
  totalFiles: z.number(),
  freeFiles: z.number(),
  /** `quota`: the file system enforces sizes; `watch`: the panel measures and stops workloads beyond their size. */
  limits: z.enum(["quota", "watch"]),
  at: z.iso.datetime(),
});
export type DiskRecord = z.output<typeof diskRecord>;

export const nodeView = z.object({
  id: z.string(),
  name: z.string(),
  region: z.string(),
  state: z.enum(["active", "draining", "maintenance"]),
  engine: z.object({
    status: z.enum(["up", "down", "unknown"]),
    version: z.string().nullable(),
    seenAt: z.iso.datetime().nullable(),
    error: z.string().nullable(),
  }),
  memory: amount,
  cpu: amount,
  diskSpace: amount,
  disk: diskRecord.nullable(),
  servers: z.number().int(),
  addresses: z.array(
    z.object({
      id: z.string(),
      publicAddress: z.string(),
      portStart: z.number().int(),
      portEnd: z.number().int(),
      ports: z.object({
        free: z.number().int(),
        reserved: z.number().int(),
        bound: z.number().int(),
        draining: z.number().int(),
        blocked: z.number().int(),
      }),
    }),
  ),
});
export type NodeView = z.output<typeof nodeView>;

/** A socket's absolute path, or a host and port without user, path or query. */
function isEngineAddress(text: string): boolean {
  if (/^unix:\/\/\/[^\s\0]+$/.test(text)) return !text.split("/").includes("..");
  if (!/^(https|tcp):\/\/[^\s/?#@]+$/.test(text) || !URL.canParse(text.replace(/^tcp:/, "http:"))) return false;
  return Number(/:(\d+)$/.exec(text)?.[1] ?? 0) > 0;
}

export const createNodeBody = z.strictObject({
  name: z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/, "Use lower-case letters, digits and dashes."),
  region: z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/, "Use a region's short name, such as eu-west."),
  dockerHost: z
    .string()
    .max(300)
    .refine(isEngineAddress, "Use unix:///path, https://host:port or tcp://host:port.")
    .optional(),
  memory: z.number().positive().max(100_000),
  cpu: z.number().positive().max(10_000),
  diskSpace: z.number().positive().max(1_000_000),
  publicAddress: z.union([z.ipv4(), z.ipv6(), z.hostname()], "Use an IP address or a host name."),
  bindAddress: z.union([z.ipv4(), z.ipv6()]).default("0.0.0.0"),
  portStart: z.number().int().min(1024).max(65_535).default(25_565),
  portEnd: z.number().int().min(1024).max(65_535).default(26_000),
});

/** What customers' containers may reach although it is private. */
export const reachableDestination = z.strictObject({
  network: z.union(
    [z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()],
    "Use an address or a block, such as 10.0.0.5 or 10.0.0.0/24.",
  ),
  protocol: z.enum(["tcp", "udp", "any"]),
  /** Null: every port. */
  port: z.number().int().min(1).max(65_535).nullable(),
});
export type ReachableDestination = z.output<typeof reachableDestination>;

export const patchNodeBody = z
  .strictObject({
    state: z.enum(["active", "draining", "maintenance"]),
    reachable: z.array(reachableDestination).max(50),
  })
  .partial()
  .refine((body) => Object.keys(body).length > 0, "Send at least one field to change.");

/** Whether containers are isolated from the machine and private networks; `off`: left to the administrator. */
export const isolationRecord = z.object({
  state: z.enum(["set", "failed", "off"]),
  tool: z.string().nullable(),
  reason: z.string().nullable(),
  /** The shell script that sets it, for the administrator of the machine. */
  commands: z.string().nullable(),
  checkedAt: z.string(),
});
export type IsolationRecord = z.output<typeof isolationRecord>;

/** What a container of a customer's network reached. `problem`: why the proof could not be made. */
export const proofRecord = z.object({
  at: z.string(),
  results: z.array(z.object({ what: z.string(), address: z.string(), reached: z.boolean() })),
  problem: z.string().nullable(),
});
export type ProofRecord = z.output<typeof proofRecord>;

export type IsolationView = {
  id: string;
  name: string;
  isolation: IsolationRecord | null;
  proof: ProofRecord | null;
  /** A new proof was requested. */
  asked: boolean;
  reachable: ReachableDestination[];
};
