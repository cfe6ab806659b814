import { coreErrors } from "@/lib/core/errors";
import { databaseKinds } from "./contract";
import { mariadbEngine } from "./mariadb/mariadb-engine";
import { postgresqlEngine } from "./postgresql/postgresql-engine";
import type { DatabaseEngine } from "./tenant-databases";

/** The kinds of database servers; where nothing else is asked for, the first that there is a server of is used. */
const engines: readonly DatabaseEngine[] = [postgresqlEngine, mariadbEngine];

export const engineKinds: readonly string[] = engines.map(({ kind }) => kind);

/** `kind`: of a provider that has databases. */
export function engineOf(kind: string): DatabaseEngine {
  const engine = engines.find((known) => known.kind === kind);
  if (!engine) throw new Error(`${kind} is no kind of database server`);
  return engine;
}

/** Whether the panel can dump databases of this provider. */
export const canDump = ({ kind, mode }: { kind: string; mode: string }): boolean =>
  engineOf(kind).dumps === "every" || mode === "managed";

/** `validation_failed` for extensions that the kind does not have. */
export function requireExtensions(kind: string, extensions: readonly string[]): void {
  const { label, extensions: known } = databaseKinds[engineOf(kind).kind];
  const missing = extensions.filter((name) => !known.some((each) => each === name));
  if (missing.length === 0) return;
  const message = `${label} has no ${missing.join(", ")}.`;
  throw coreErrors.validation_failed({ errors: [{ path: "extensions", message }] });
}
