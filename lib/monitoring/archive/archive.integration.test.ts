import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sql, transaction } from "@/lib/db/transaction";
import { openTestEnvironment, type TestEnvironment } from "@/lib/testing/environment";
import { readChart } from "../charts/read-chart";
import { metricCount, placeOf } from "../metrics/contract";
import { makePartitions, type Sample, storeSamples } from "../samples/store-samples";
import { subjectsOf } from "../subjects/subjects";
import { claimOpenHours } from "./archive.sql";
import { rollUp } from "./roll-up";
import { sealHours } from "./seal-hours";

let environment: TestEnvironment;
beforeAll(async () => {
  environment = await openTestEnvironment();
});
afterAll(() => environment.close());

const hourMs = 3_600_000;
const cpu = placeOf("cpu.percent") ?? 0;
const subjectOf = async (kind: "machine", id: string) => (await subjectsOf(kind, [id])).get(id)?.id ?? 0;
const never = new AbortController().signal;
const currentHour = () => Math.floor(Date.now() / hourMs) * hourMs;

function sample(subject: number, atMs: number, value: number): Sample {
  const readings = new Float32Array(metricCount).fill(Number.NaN);
  readings[cpu] = value;
  return { subject, atMs, readings, skewMs: 0 };
}

/** A sample every ten seconds; `spikeAt` is 100, all others 5. */
function hourOf(subject: number, fromMs: number, spikeAt = -1): Sample[] {
  return Array.from({ length: 360 }, (_, index) =>
    sample(subject, fromMs + index * 10_000, index === spikeAt ? 100 : 5),
  );
}

const chunkCount = async (subject: number) =>
  (await sql().rows("SELECT 1 FROM metric_chunk WHERE subject = $1", [subject])).length;
const highestOf = async (id: number, range: "1h" | "24h" | "7d" | "30d") => {
  const chart = await readChart({ id, kind: "machine" }, { range, metrics: "cpu.percent" });
  return Math.max(...(chart.series["cpu.percent"]?.highest ?? []).map((value) => value ?? 0));
};

describe("hours that ended", () => {
  it("are packed once and averaged, and a spike of one sample is in every chart", async () => {
    const subject = await subjectOf("machine", "mch_spike");
    await storeSamples(hourOf(subject, currentHour() - 5 * hourMs, 77));
    expect(await highestOf(subject, "24h"), "before it is packed").toBe(100);
    expect(await sealHours(never)).toBeGreaterThanOrEqual(1);
    expect(await chunkCount(subject)).toBe(1);
    for (const range of ["24h", "7d", "30d"] as const) expect(await highestOf(subject, range), range).toBe(100);
    const chart = await readChart({ id: subject, kind: "machine" }, { range: "30d" });
    expect(Object.keys(chart.series)).toEqual(["cpu.percent"]);
    expect(chart.series["cpu.percent"]?.average.filter((value) => value !== null)).toEqual([expect.closeTo(5.26, 1)]);
    expect(chart.times).toHaveLength(chart.series["cpu.percent"]?.average.length ?? 0);
    expect(await sealHours(never), "nothing is left").toBe(0);
  });

  it("are opened again by late samples", async () => {
    const subject = await subjectOf("machine", "mch_late");
    const from = currentHour() - 4 * hourMs;
    await storeSamples(hourOf(subject, from).slice(0, 100));
    await sealHours(never);
    expect(await highestOf(subject, "24h")).toBe(5);
    await storeSamples(hourOf(subject, from, 200));
    await sealHours(never);
    for (const range of ["24h", "7d", "30d"] as const) expect(await highestOf(subject, range), range).toBe(100);
    const rows = await sql().rows<{ count: number }>("SELECT count FROM metric_chunk WHERE subject = $1", [subject]);
    expect(rows).toEqual([{ count: 360 }]);
  });

  it("stay open until their samples have arrived, and are read as they came", async () => {
    const subject = await subjectOf("machine", "mch_now");
    await storeSamples(hourOf(subject, currentHour() - hourMs / 2).filter(({ atMs }) => atMs <= Date.now()));
    await sealHours(never, currentHour() + 10 * 60_000);
    expect(await chunkCount(subject)).toBe(0);
    await rollUp();
    expect(await highestOf(subject, "1h")).toBe(5);
    const latest = await sql().row<{ spark: number[] }>("SELECT spark FROM metric_latest WHERE subject = $1", [
      subject,
    ]);
    expect(latest?.spark.every((value) => value === 5)).toBe(true);
  });

  it("are packed once by two workers, and again after one of them ended in the middle", async () => {
    const subjects = await Promise.all(Array.from({ length: 30 }, (_, n) => subjectOf("machine", `mch_many_${n}`)));
    const from = currentHour() - 6 * hourMs;
    await sealHours(never);
    await storeSamples(subjects.flatMap((subject) => hourOf(subject, from).slice(0, 20)));
    const ended = transaction(async (tx) => {
      await tx.rows(claimOpenHours, [new Date(from + 1), 10, [], []]);
      throw new Error("the worker ended");
    });
    await expect(ended).rejects.toThrow("the worker ended");
    const sealed = await Promise.all([sealHours(never), sealHours(never)]);
    expect(sealed[0] + sealed[1]).toBe(30);
    for (const subject of subjects) expect(await chunkCount(subject)).toBe(1);
  });

  it("lose no sample that is stored while they are packed", async () => {
    const subject = await subjectOf("machine", "mch_race");
    const all = hourOf(subject, currentHour() - 7 * hourMs);
    const parts = Array.from({ length: 12 }, (_, n) => all.slice(n * 30, n * 30 + 30));
    const seals = Array.from({ length: 6 }, () => sealHours(never));
    await Promise.all([...parts.map((part) => storeSamples(part)), ...seals]);
    await sealHours(never);
    const rows = await sql().rows<{ count: number }>("SELECT count FROM metric_chunk WHERE subject = $1", [subject]);
    expect(rows).toEqual([{ count: 360 }]);
  });
});

describe("an hour that cannot be packed", () => {
  it("stops no other one, stays on the list, and is reported", async () => {
    const subjects = await Promise.all(Array.from({ length: 5 }, (_, n) => subjectOf("machine", `mch_bad_${n}`)));
    const from = currentHour() - 9 * hourMs;
    await storeSamples(subjects.flatMap((subject) => hourOf(subject, from).slice(0, 5)));
    const bad = subjects[2] ?? 0;
    await sql().run(`ALTER TABLE metric_chunk ADD CONSTRAINT refused CHECK (subject <> ${bad})`);
    await expect(sealHours(never)).rejects.toThrow(`of subject ${bad}`);
    const counts = await Promise.all(subjects.map((subject) => chunkCount(subject)));
    expect(counts).toEqual([1, 1, 0, 1, 1]);
    await sql().run("ALTER TABLE metric_chunk DROP CONSTRAINT refused");
    expect(await sealHours(never)).toBe(1);
    expect(await chunkCount(bad)).toBe(1);
  });

  it("may have more samples than a small number holds", async () => {
    const subject = await subjectOf("machine", "mch_dense");
    const from = currentHour() - 8 * hourMs;
    await sql().run(
      `INSERT INTO metric_raw (subject, at, cpu_percent)
       SELECT $1, $2::timestamptz + n * interval '100 ms', 5 FROM generate_series(0, 34999) n`,
      [subject, new Date(from)],
    );
    await storeSamples(hourOf(subject, from).slice(0, 1));
    await sealHours(never);
    for (const table of ["metric_chunk", "metric_hour"]) {
      const rows = await sql().rows<{ count: number }>(`SELECT count FROM ${table} WHERE subject = $1`, [subject]);
      expect(rows).toEqual([{ count: 35_000 }]);
    }
  });
});

describe("partitions", () => {
  const partitions = async () =>
    (
      await sql().rows<{ name: string }>(
        "SELECT relname AS name FROM pg_class WHERE relnamespace = 'metric_parts'::regnamespace AND relkind = 'r'",
      )
    ).map(({ name }) => name);

  it("are made ahead, and dropped when all of their samples are too old", async () => {
    await sql().run(
      `CREATE TABLE metric_parts.metric_raw_20200101 PARTITION OF metric_raw
       FOR VALUES FROM ('2020-01-01T00:00:00Z') TO ('2020-01-02T00:00:00Z')`,
    );
    await Promise.all([1, 2].map(() => makePartitions(Date.now(), true)));
    const names = await partitions();
    expect(names).not.toContain("metric_raw_20200101");
    for (const days of [0, 1, 2, 3]) {
      const day = new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10).replaceAll("-", "");
      expect(names).toContain(`metric_raw_${day}`);
      expect(names).toContain(`metric_chunk_${day}`);
    }
    expect(await makePartitions(Date.now())).toBe(0);
  });

  it("stay while an hour of their samples is not packed", async () => {
    const day = Math.floor(Date.now() / 86_400_000) * 86_400_000 - 4 * 86_400_000;
    const name = `metric_raw_${new Date(day).toISOString().slice(0, 10).replaceAll("-", "")}`;
    const bounds = [day, day + 86_400_000].map((at) => `'${new Date(at).toISOString()}'`);
    await sql().run(
      `CREATE TABLE metric_parts.${name} PARTITION OF metric_raw FOR VALUES FROM (${bounds[0]}) TO (${bounds[1]})`,
    );
    await sql().run("INSERT INTO metric_open_hour (subject, hour) VALUES (1, $1)", [new Date(day + 23 * hourMs)]);
    await makePartitions(Date.now(), true);
    expect(await partitions()).toContain(name);
    await sealHours(never);
    await makePartitions(Date.now(), true);
    expect(await partitions()).not.toContain(name);
  });
});
