import { z } from "zod";
import { coreErrors } from "@/lib/core/errors";
import type { Endpoint, ProviderKindView } from "./contract";
import type { ManagedService } from "./managed/managed-service";

/** A kind of service that can be connected. */
export type ProviderKind = ProviderKindView & {
  /** The connection in its stored form; `validation_failed` with the path of each wrong field. */
  parse: (connection: unknown) => Record<string, unknown>;
  /** The settings of one that the panel runs; `validation_failed` as `parse`. */
  parseSettings: (settings: unknown) => Record<string, unknown>;
  /** Connects and signs in. Throws `connection_failed` with the reason. Resolves with the version of the service. */
  test: (connection: unknown, signal: AbortSignal) => Promise<string>;
  /** What customers connect to. */
  endpoints: (connection: unknown) => Endpoint[];
  /** How the panel runs one itself; undefined where it cannot. */
  managed: ManagedService | undefined;
};

type Definition<C extends Record<string, unknown>> = Omit<ProviderKindView, "canRun" | "settings" | "standardPorts"> & {
  schema: z.ZodType<C>;
  test: (connection: C, signal: AbortSignal) => Promise<string>;
  endpoints: (connection: C) => Endpoint[];
  managed?: ManagedService;
};

export function defineProviderKind<C extends Record<string, unknown>>(definition: Definition<C>): ProviderKind {
  const { schema, test, endpoints, managed, ...view } = definition;
  return {
    ...view,
    managed,
    canRun: managed !== undefined,
    settings: managed?.settings?.fields ?? [],
    standardPorts: [...new Set(managed?.ports.flatMap(({ standardPort }) => standardPort ?? []))],
    parse: (connection) => parseAt("connection", schema, connection),
    parseSettings: (settings) => parseAt("settings", managed?.settings?.schema ?? noSettings, settings),
    test: async (connection, signal) => test(schema.parse(connection), signal),
    endpoints: (connection) => endpoints(schema.parse(connection)),
  };
}

const noSettings = z.strictObject({});

function parseAt<T>(field: string, schema: z.ZodType<T>, value: unknown): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const errors = result.error.issues.map(({ path, message }) => ({ path: [field, ...path].join("."), message }));
  throw coreErrors.validation_failed({ errors });
}
