import type { HostedResource } from "@/lib/db/generated/client";
import { sql } from "@/lib/db/transaction";
import type { Step } from "@/lib/provisioning/saga";
import { hostedServiceErrors } from "../../errors";
import type { HostedContext, HostedPlan } from "../../resources/hosted-definition";
import { hostedPlans } from "../../resources/hosted-plans";
import { check, create, refOf, remove, verify } from "../../resources/hosted-steps";
import { withDatabases } from "../open-databases";
import type { DatabaseSpec, ObservedDatabase } from "../tenant-databases";
import { readDumpFile, writeDumpFile } from "./dump-file";
import { keepLastDump } from "./last-dump";

type Context = HostedContext<DatabaseSpec, ObservedDatabase>;
type DumpStep = Step<Context>;

/** Large databases take their time; the worker does other runs meanwhile. */
const timeoutMs = 60 * 60_000;
const timeoutError = () => hostedServiceErrors.dump_failed({ detail: "It took longer than an hour." });
/** Indexes are no part of a dump, and text is larger than what the server stores. */
const growth = 8;

/** Writes the file that a request waits for. A repetition writes it again. */
const dump: DumpStep = {
  name: "dump",
  timeoutMs,
  timeoutError,
  attempts: 2,
  async act({ resource }, { signal }) {
    const row = await sql().prisma.hostedDump.findFirst({ where: { databaseId: resource.id, status: "pending" } });
    if (!row) return { status: "skipped", message: "Its dump was deleted" };
    return { message: `${await dumpInto(row.id, resource, signal)} bytes` };
  },
};

async function dumpInto(id: string, resource: HostedResource, signal: AbortSignal): Promise<number> {
  const size = await withDatabases(resource.providerId, (databases) =>
    databases.dump(refOf(resource), signal, (content) => writeDumpFile(id, content, signal)),
  );
  const data = { status: "ready", failure: null, sizeBytes: BigInt(size) };
  await sql().prisma.hostedDump.updateMany({ where: { id }, data });
  return size;
}

/** Before a database is removed. */
const lastDump: DumpStep = {
  name: "last-dump",
  timeoutMs,
  timeoutError,
  async act({ resource, provider }, { signal }) {
    const found = await provider.observe(refOf(resource), signal);
    if (found === null || found === "foreign" || !found.hasDatabase)
      return { status: "skipped", message: "It is empty" };
    const id = await keepLastDump(resource);
    if (id === null) return { status: "skipped", message: "None was wanted" };
    return { message: `${await dumpInto(id, resource, signal)} bytes` };
  },
};

/** Replaces the content by that of a dump. Its users may be locked meanwhile: the undo lets them sign in again. */
const restore: DumpStep = {
  name: "restore",
  timeoutMs,
  timeoutError: () => hostedServiceErrors.restore_broken({ detail: "It took longer than an hour." }),
  attempts: 2,
  async act({ resource, spec }, { signal }) {
    const { restoreFrom } = spec;
    if (!restoreFrom) throw hostedServiceErrors.restore_failed({ detail: "Its dump was deleted." });
    const { maxSizeMb } = await sql().prisma.hostedDatabase.findUniqueOrThrow({ where: { id: resource.id } });
    const result = await withDatabases(resource.providerId, (databases) =>
      readDumpFile(restoreFrom, maxSizeMb * 1024 * 1024 * growth, (content) =>
        databases.restoreDump(refOf(resource), spec, content, signal),
      ),
    );
    return { message: result.summary };
  },
  async undo({ resource, spec, provider }, { signal }) {
    await provider.ensure(refOf(resource), spec, signal);
  },
};

type DatabasePlan = HostedPlan<DatabaseSpec, ObservedDatabase>;
const shared = hostedPlans<DatabaseSpec, ObservedDatabase>("database");
const ofContent = (step: DumpStep, message: string): DatabasePlan => ({
  steps: [step],
  success: "active",
  failure: "active",
  persistent: false,
  waits: false,
  message,
});

export const databasePlans = ({ restoreFrom }: DatabaseSpec): Record<string, DatabasePlan> => ({
  /** Of a database that comes back. */
  ...(restoreFrom ? { create: { ...shared.create, steps: [check(), create(), verify(), restore] } } : {}),
  delete: { ...shared.delete, steps: [lastDump, remove()] },
  dump: ofContent(dump, "The dump is ready."),
  restore: ofContent(restore, "The database has the content of the dump."),
});
