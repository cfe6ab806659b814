import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Actor } from "@/lib/access/actor";
import { sql } from "@/lib/db/transaction";
import { makeUser } from "@/lib/testing/fixtures";
import { type FaultPoint, faultPoints, kindWith } from "@/lib/testing/hosted/provider-faults";
import { untilHosted, untilHostedGone } from "@/lib/testing/hosted/until-hosted";
import { WorkerProcesses } from "@/lib/testing/processes/worker-process";
import { until } from "@/lib/testing/until";
import { startWorkerKit, type WorkerKit } from "@/lib/testing/worker-kit";
import type { HostedStatus } from "../contract";
import { hostedServiceErrors } from "../errors";
import { defineHostedKind } from "./define-hosted-kind";
import type { HostedDefinition } from "./hosted-definition";

/** What a kind needs for {@link describeFaults}: its use cases, and everything at the provider and in the panel. */
export type FaultHarness = {
  create(owner: Actor): Promise<string>;
  delete(owner: Actor, id: string): Promise<unknown>;
  retry(owner: Actor, id: string): Promise<unknown>;
  /** Names of everything that customers have at the provider. */
  residue(): Promise<string[]>;
  /** Changes of an object that is active. */
  changes?: Readonly<Record<string, HostedChange>>;
  stopProvider(): Promise<void>;
  startProvider(): Promise<void>;
};

export type HostedChange = {
  /** Brings it into the state that the change begins with. */
  before?(owner: Actor, id: string): Promise<unknown>;
  request(owner: Actor, id: string): Promise<unknown>;
  /** Of the object when the change is done. */
  status: HostedStatus;
};

/** Every step of every run, broken in every way: nothing is left behind, at the provider or in the panel. */
export function describeFaults<S, O>(definition: HostedDefinition<S, O>, harness: FaultHarness): void {
  const bench = new FaultBench(definition, harness);
  beforeAll(() => bench.prepare());
  beforeEach(async () => {
    expect(await harness.residue()).toEqual([]);
  });
  afterEach(() => bench.rest());
  afterAll(() => bench.dispose());
  const points = faultPoints.map((point) => [`${point.when} ${point.method}`, point] as const);
  const ofCreate = points.filter(([, { method }]) => method !== "remove");
  const ofDelete = points.filter(([, { method }]) => method === "remove");
  describe.each(ofCreate)("a create that fails %s", (_, point) => describeCreate(bench, point));
  describe.each(ofDelete)("a delete that fails %s", (_, point) => describeDelete(bench, point));
  const ofChange = points.filter(([, { method }]) => method === "observe" || method === "ensure");
  for (const [name, change] of Object.entries(harness.changes ?? {})) {
    describe.each(ofChange)(`${name} that fails %s`, (_, point) => describeChange(bench, point, change));
  }
}

/** The worker of the moment, and what every case does. */
class FaultBench<S, O> {
  readonly workers = new WorkerProcesses("killable-hosted-worker");
  readonly harness: FaultHarness;
  readonly #definition: HostedDefinition<S, O>;
  #kit: WorkerKit | undefined;
  #owner: Actor | undefined;

  constructor(definition: HostedDefinition<S, O>, harness: FaultHarness) {
    this.#definition = definition;
    this.harness = harness;
  }

  async prepare(): Promise<void> {
    await this.workers.prepare();
    this.#owner = await makeUser("ADMIN");
  }

  get owner(): Actor {
    if (!this.#owner) throw new Error("prepare first");
    return this.#owner;
  }

  /** Starts a worker; `happen` is called around each such call of the provider. */
  async work(point?: FaultPoint, happen: () => unknown = () => {}): Promise<void> {
    await this.rest();
    const kind = point ? kindWith(this.#definition, point, happen) : defineHostedKind(this.#definition);
    this.#kit = await startWorkerKit({ resources: [kind] });
  }

  async rest(): Promise<void> {
    await this.#kit?.stop();
    this.#kit = undefined;
  }

  dispose(): void {
    this.workers.dispose();
  }

  create(): Promise<string> {
    return this.harness.create(this.owner);
  }

  async made(): Promise<string> {
    await this.work();
    const id = await this.create();
    await untilHosted(id, "active");
    return id;
  }

  /** An object in the state that the change begins with, and no worker. */
  async ready({ before }: HostedChange): Promise<string> {
    const id = await this.made();
    await before?.(this.owner, id);
    await this.untilNoRun(id);
    await this.rest();
    return id;
  }

  /** Done, and the provider has what should be. */
  async expectChanged(id: string, { status }: HostedChange): Promise<void> {
    await this.untilNoRun(id);
    const where = { where: { id }, include: { provider: true } };
    const { provider, ...resource } = await sql().prisma.hostedResource.findUniqueOrThrow(where);
    expect(resource).toMatchObject({ status, failureCode: null });
    const kind = defineHostedKind(this.#definition);
    expect(await kind.compareAll(provider, [resource], AbortSignal.timeout(20_000))).toEqual(new Map());
    await this.work();
    await this.expectDeleted(id);
  }

  untilNoRun(id: string): Promise<true> {
    const where = { resourceId: id, finishedAt: null };
    return until("its runs to end", async () => (await sql().prisma.provisioningRun.count({ where })) === 0);
  }

  async expectDeleted(id: string): Promise<void> {
    await this.harness.delete(this.owner, id);
    await untilHostedGone(id);
    await this.untilNoRun(id);
    expect(await this.harness.residue()).toEqual([]);
    expect(await sql().prisma.resourceEvent.count({ where: { resourceId: id } })).toBe(0);
  }
}

function describeCreate<S, O>(bench: FaultBench<S, O>, point: FaultPoint): void {
  const { harness, workers } = bench;

  it("leaves nothing, and works when it is tried again", async () => {
    await bench.work(point, () => {
      throw hostedServiceErrors.provider_refused({ detail: "injected" });
    });
    const id = await bench.create();
    expect(await untilHosted(id, "failed")).toMatchObject({ failureCode: "provider_refused" });
    expect(await harness.residue()).toEqual([]);
    await bench.work();
    await harness.retry(bench.owner, id);
    await untilHosted(id, "active");
    await bench.expectDeleted(id);
  });

  it("is finished when the answer was lost once", async () => {
    let lost = 0;
    await bench.work(point, () => {
      if (lost++ === 0) throw hostedServiceErrors.unknown_outcome();
    });
    const id = await bench.create();
    await untilHosted(id, "active");
    expect(lost).toBeGreaterThan(1);
    await bench.expectDeleted(id);
  });

  it("is finished by the next worker when this one is killed", async () => {
    const { killed } = await workers.start(point);
    const id = await bench.create();
    await killed;
    await bench.work();
    await untilHosted(id, "active");
    await bench.expectDeleted(id);
  });

  it("leaves nothing when the provider stops, once it is up again", async () => {
    let stopped = false;
    await bench.work(point, async () => {
      if (stopped) return;
      stopped = true;
      await harness.stopProvider();
    });
    const id = await bench.create();
    await until("the create to end or to wait for its undo", async () => {
      const status = (await sql().prisma.hostedResource.findUnique({ where: { id } }))?.status;
      return status === "failed" || status === "active";
    });
    await harness.startProvider();
    await bench.untilNoRun(id);
    const row = await sql().prisma.hostedResource.findUniqueOrThrow({ where: { id } });
    if (row.status === "failed") expect(await harness.residue()).toEqual([]);
    await bench.expectDeleted(id);
  }, 120_000);
}

function describeDelete<S, O>(bench: FaultBench<S, O>, point: FaultPoint): void {
  const { harness, workers } = bench;

  it("is repeated until nothing is left", async () => {
    const id = await bench.made();
    let failed = 0;
    await bench.work(point, () => {
      if (failed++ < 2) throw hostedServiceErrors.unknown_outcome();
    });
    await bench.expectDeleted(id);
    expect(failed).toBeGreaterThan(2);
  });

  it("is finished by the next worker when this one is killed", async () => {
    const id = await bench.made();
    await bench.rest();
    const { killed } = await workers.start(point);
    await harness.delete(bench.owner, id);
    await killed;
    await bench.work();
    await untilHostedGone(id);
    expect(await harness.residue()).toEqual([]);
  });

  it("waits while the provider is down", async () => {
    const id = await bench.made();
    await harness.stopProvider();
    await harness.delete(bench.owner, id);
    const waiting = { resourceId: id, errorCode: "provider_unavailable" };
    await until("the run to wait", () => sql().prisma.provisioningRun.findFirst({ where: waiting }));
    await harness.startProvider();
    await untilHostedGone(id);
    expect(await harness.residue()).toEqual([]);
  }, 120_000);
}

function describeChange<S, O>(bench: FaultBench<S, O>, point: FaultPoint, change: HostedChange): void {
  const { workers } = bench;

  it("is done when the answer was lost once", async () => {
    const id = await bench.ready(change);
    let lost = 0;
    await bench.work(point, () => {
      if (lost++ === 0) throw hostedServiceErrors.unknown_outcome();
    });
    await change.request(bench.owner, id);
    await bench.expectChanged(id, change);
    expect(lost).toBeGreaterThan(0);
  });

  it("is done by the next worker when this one is killed", async () => {
    const id = await bench.ready(change);
    const { killed } = await workers.start(point);
    await change.request(bench.owner, id);
    await killed;
    await bench.work();
    await bench.expectChanged(id, change);
  });
}
