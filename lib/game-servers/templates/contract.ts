import { z } from "zod";
import { portSchema, readinessSchema, stopSchema } from "@/lib/workloads/contract";

/** Shapes of game templates that a browser may see, and of the specification that an engine needs. */
/** A variable that customers may set: its rule is checked on the server and drawn as a field in the wizard. */
export const variableSchema = z.strictObject({
  name: z.string().regex(/^[A-Z][A-Z0-9_]{0,63}$/),
  label: z.string().min(1).max(80),
  description: z.string().max(300).default(""),
  default: z.string().max(500),
  rule: z.discriminatedUnion("type", [
    z.strictObject({ type: z.literal("text"), maxLength: z.number().int().positive().max(500) }),
    z.strictObject({ type: z.literal("integer"), min: z.number().int(), max: z.number().int() }),
    z.strictObject({ type: z.literal("boolean") }),
    z.strictObject({ type: z.literal("choice"), choices: z.array(z.string().max(80)).min(1).max(100) }),
  ]),
});
export type TemplateVariable = z.output<typeof variableSchema>;

/** A game as data. Everything an engine needs to run it, and everything the wizard needs to ask. */
export const templateSpecSchema = z.strictObject({
  /** Shown in the wizard when the game has terms of its own. */
  terms: z.strictObject({ text: z.string(), url: z.url() }).optional(),
  versions: z.array(z.string().regex(/^[A-Za-z0-9._-]{1,40}$/)).max(100),
  /** The first port is the one players connect to. Ports of the remote console are never listed here. */
  ports: z.array(portSchema).min(1).max(10),
  console: z.enum(["rcon", "stdin"]),
  rconPort: z.number().int().min(1).max(65_535),
  variables: z.array(variableSchema).max(100),
  /**
   * Set by the panel; `{{server.name}}`, `{{server.memoryMb}}`, `{{heapMb}}`, `{{version}}`, `{{rcon.password}}`,
   * `{{rcon.port}}`.
   */
  environment: z.record(z.string().regex(/^[A-Z][A-Z0-9_]{0,63}$/), z.string().max(500)),
  memory: z.strictObject({ minimumMb: z.number().int().positive(), recommendedMb: z.number().int().positive() }),
  mountPath: z.string().regex(/^\/[a-z0-9/_-]{1,60}$/),
  user: z.string().regex(/^\d{1,6}:\d{1,6}$/),
  readOnlyRoot: z.boolean(),
  pidsLimit: z.number().int().min(16).max(10_000),
  pull: z.enum(["missing", "never"]),
  pullTimeoutMs: z.number().int().positive(),
  install: z
    .strictObject({ environment: z.record(z.string(), z.string()), timeoutMs: z.number().int().positive() })
    .nullable(),
  readiness: readinessSchema,
  stop: stopSchema,
});
export type TemplateSpec = z.output<typeof templateSpecSchema>;

/** A program that players join with, and what they do there. `{{address}}` stands for the server's. */
export type GameClient = { name: string; steps: readonly string[] };

export const templateView = z.object({
  slug: z.string(),
  name: z.string(),
  description: z.string(),
  versions: z.array(z.string()),
  memory: z.object({ minimum: z.number(), recommended: z.number() }),
  variables: z.array(variableSchema),
  terms: z.object({ text: z.string(), url: z.string() }).nullable(),
});
export type TemplateView = z.output<typeof templateView>;

/** A game as an administrator sees it, also one that is not offered. */
export const managedTemplateView = z.object({
  id: z.string(),
  slug: z.string(),
  name: z.string(),
  description: z.string(),
  image: z.string(),
  enabled: z.boolean(),
  /** Servers that were made from it and still exist. */
  servers: z.number().int(),
});
export type ManagedTemplateView = z.output<typeof managedTemplateView>;

export const patchTemplateBody = z.strictObject({ enabled: z.boolean("Use true or false.") });
