import { Evaluation } from "@/lib/alerts/evaluate/evaluate";
import type { Reading } from "@/lib/alerts/sources/source";
import { sleep } from "@/lib/core/clock";
import { createLogger } from "@/lib/core/log";
import { type BenchPanel, benchPanel, withOnlyWeb } from "./panel";
import { absolute, median, type Row } from "./row";

const instances = 10_000;
const rounds = 20;

/** One evaluation of ten thousand instances that are in order, and the time from a breach to its message. */
export async function bench(): Promise<Row[]> {
  const panel = await benchPanel();
  const toMessage = absolute("alerts.breach_to_message", median(await breaches(panel)), "ms", { atMost: 2_000 });
  return [...(await withOnlyWeb(panel, () => evaluations(panel))), toMessage];
}

async function evaluations({ pool }: BenchPanel): Promise<Row[]> {
  await pool.query("UPDATE alert_rule SET enabled = coalesce(shipped_as = 'machine-silent', false)");
  const readings = Array.from({ length: instances }, (_, n) => reading(`m${n}`, 1));
  const source = { kind: "machine" as const, everyMs: 0, read: async () => readings };
  const evaluation = new Evaluation([source], createLogger("bench", "silent"));
  const times: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const startedAt = performance.now();
    await evaluation.run(Date.now());
    times.push(performance.now() - startedAt);
  }
  await pool.query("UPDATE alert_rule SET enabled = true");
  return [absolute(`alerts.evaluation_of_${instances}`, median(times), "ms", { atMost: 50 })];
}

/** Milliseconds from the moment a value is beyond its threshold until the message is in the outbox. */
async function breaches({ pool }: BenchPanel): Promise<number[]> {
  const times: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const id = `alr_bench${String(round).padStart(21, "0")}`;
    const startedAt = performance.now();
    await pool.query(
      `INSERT INTO alert_rule (id, name, subject_kind, metric, operator, warning, for_seconds, keep_for_seconds, missing)
       VALUES ($1, $1, 'machine', 'silence.seconds', '>', -1, 0, 0, 'ignore')`,
      [id],
    );
    const isSent = async () =>
      (await pool.query("SELECT 1 FROM alert_incident WHERE rule_id = $1 AND messages > 0", [id])).rowCount === 1;
    while (!(await isSent())) {
      if (performance.now() - startedAt > 30_000) throw new Error("no message within 30 s");
      await sleep(20);
    }
    times.push(performance.now() - startedAt);
    await pool.query("DELETE FROM alert_rule WHERE id = $1", [id]);
  }
  return times;
}

function reading(subjectId: string, seconds: number): Reading {
  const figures = { "silence.seconds": seconds };
  return {
    subjectId,
    subject: null,
    ownerId: null,
    name: subjectId,
    href: null,
    figures,
    sampleAtMs: Date.now(),
    isSilent: false,
  };
}
