import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Actor } from "@/lib/access/actor";
import { createLogger } from "@/lib/core/log";
import { sql } from "@/lib/db/transaction";
import { deleteDatabase } from "@/lib/hosted-services/databases/change-database";
import { createDatabase } from "@/lib/hosted-services/databases/create-database";
import { databaseKind } from "@/lib/hosted-services/databases/database";
import { listDumps } from "@/lib/hosted-services/databases/dumps/queries";
import { requestDump } from "@/lib/hosted-services/databases/dumps/request-dump";
import { uploadDump } from "@/lib/hosted-services/databases/dumps/upload-dump";
import { purgeDumpsJob } from "@/lib/hosted-services/jobs/purge-dumps";
import { openTestEnvironment, type TestEnvironment } from "@/lib/testing/environment";
import { makeUser } from "@/lib/testing/fixtures";
import { untilHosted, untilHostedGone } from "@/lib/testing/hosted/until-hosted";
import { until } from "@/lib/testing/until";
import { startWorkerKit, type WorkerKit } from "@/lib/testing/worker-kit";
import type { WorkloadDefinition } from "@/lib/workloads/workload-definition";

/** What differs between the kinds of servers for {@link describeDumps}. */
export type DumpHarness = {
  /** Workloads that the worker runs for it. */
  kinds?: readonly WorkloadDefinition[];
  /** Connects or runs a server; the worker runs. */
  connect(): Promise<void>;
  /** After the worker has ended. */
  dispose(): Promise<void>;
  query(url: string, statement: string): Promise<Record<string, unknown>[]>;
  /** Numbers of 1 to 100 into the table `orders`. */
  fill: string;
  /** Begins each block of rows in a dump. */
  rows: string;
  /** A file whose second statement is wrong, and a part of the reason. */
  bad: { file: string; reason: string };
  stopServer(): Promise<void>;
  startServer(): Promise<void>;
  /** Names of everything that customers have at the server. */
  residue(): Promise<string[]>;
};

/** The worker of the moment, and what tests of dumps do. */
export class DumpBench {
  readonly harness: DumpHarness;
  readonly folder = mkdtempSync(path.join(tmpdir(), "lightnode-dumps-"));
  #environment: TestEnvironment | undefined;
  #kit: WorkerKit | undefined;
  #owner: Actor | undefined;

  constructor(harness: DumpHarness) {
    this.harness = harness;
  }

  async prepare(): Promise<void> {
    this.#environment = await openTestEnvironment({ DATA_DIR: this.folder });
    await this.restartWorker();
    this.#owner = await makeUser();
    await this.harness.connect();
  }

  async dispose(): Promise<void> {
    await this.stopWorker();
    await this.harness.dispose();
    await this.#environment?.close();
    rmSync(this.folder, { recursive: true, force: true });
  }

  get owner(): Actor {
    if (!this.#owner) throw new Error("prepare first");
    return this.#owner;
  }

  async stopWorker(): Promise<void> {
    await this.#kit?.stop();
    this.#kit = undefined;
  }

  async restartWorker(): Promise<void> {
    await this.stopWorker();
    this.#kit = await startWorkerKit({ resources: [databaseKind], kinds: this.harness.kinds ?? [] });
  }

  files = () => readdirSync(path.join(this.folder, "dumps"));
  purge = () => purgeDumpsJob.run({ log: createLogger("purge", "silent"), signal: AbortSignal.timeout(10_000) });

  /** A database with a hundred rows. */
  make = async () => {
    const created = await createDatabase(this.owner, { name: "Shop", connectionLimit: 5, extensions: [] });
    await untilHosted(created.id, "active");
    await this.harness.query(created.url, "CREATE TABLE orders (id int)");
    await this.harness.query(created.url, this.harness.fill);
    return created;
  };

  countOf = async (url: string) => String((await this.harness.query(url, "SELECT count(*) AS n FROM orders"))[0]?.n);

  untilDump = (id: string, dumpId: string, status: string) =>
    until(`the dump to be ${status}`, async () => {
      const dump = (await listDumps(this.owner, id)).items.find((item) => item.id === dumpId);
      return dump?.status === status ? dump : null;
    });

  dumped = async (id: string): Promise<string> => {
    const { id: dumpId } = await requestDump(this.owner, id);
    await this.untilDump(id, dumpId, "ready");
    await untilHosted(id, "active");
    return dumpId;
  };

  upload = (id: string, file: string | Buffer) => uploadDump(this.owner, id, chunks(file), AbortSignal.timeout(20_000));

  end = async (id: string): Promise<void> => {
    await deleteDatabase(this.owner, id, { keepDump: false });
    await untilHostedGone(id);
  };

  untilNoRun = (id: string) => {
    const where = { resourceId: id, finishedAt: null };
    const count = async () => (await sql().prisma.provisioningRun.count({ where })) === 0;
    return until("its runs to end", count, 90_000);
  };

  /** Of customers and of the panel's helpers. */
  namesOfUsers = async () => (await this.harness.residue()).filter((name) => /^[brod]_/.test(name));
}

async function* chunks(file: string | Buffer) {
  yield Buffer.from(file);
}
