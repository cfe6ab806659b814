import type { Actor } from "@/lib/access/actor";
import { recordAudit } from "@/lib/audit/record-audit";
import { sql } from "@/lib/db/transaction";
import type { SubjectKind } from "../metrics/contract";
import { findSubject, watchSubject } from "../subjects/subjects";
import type { ChartEvent, ChartMarks, ChartQuery, ChartView } from "./contract";
import { readChart, type Window, windowOf } from "./read-chart";
import { chartLines, sampleLines } from "./write-csv";

/** What is charted; the caller has checked that the actor may read it. */
export type Charted = {
  kind: SubjectKind;
  resourceId: string;
  name: string;
  /** What happened to it in a part of time. */
  events: (window: Window) => Promise<ChartEvent[]>;
  /** What alert rules say of it in that time. */
  marks: (window: Window) => Promise<ChartMarks>;
};

/** The points of a chart, or a file with them; `watch` also has its samples published for a minute. */
export async function answerChart(actor: Actor, charted: Charted, query: ChartQuery): Promise<ChartView | Response> {
  const now = Date.now();
  const subject = { id: await findSubject(charted.resourceId), kind: charted.kind };
  const window = windowOf(query, now);
  if (query.format === "csv") {
    await recordExport(actor, charted, query);
    const isFull = query.resolution === "full";
    const lines = isFull
      ? sampleLines(subject, window, query.metrics, now)
      : chartLines(await readChart(subject, query, now));
    return new Response(streamOf(lines), { headers: headersOf(charted, window) });
  }
  if (query.watch === "true") await watchSubject(charted.resourceId);
  const [chart, events, marks] = await Promise.all([
    readChart(subject, query, now),
    charted.events(window),
    charted.marks(window),
  ]);
  return { ...chart, events, ...marks };
}

async function recordExport(actor: Actor, { kind, resourceId }: Charted, { range, from, to }: ChartQuery) {
  const event = { action: `${kind}.metrics_exported`, targetKind: kind, targetId: resourceId };
  await recordAudit(sql(), actor, { ...event, detail: { range, from, to } });
}

const fileDate = (ms: number) => new Date(ms).toISOString().slice(0, 16).replaceAll(":", "");

function headersOf({ name, kind }: Charted, { fromMs, toMs }: Window): Record<string, string> {
  const safe = name.replaceAll(/[^A-Za-z0-9._-]+/g, "-").slice(0, 60) || kind;
  return {
    "content-type": "text/csv; charset=utf-8; header=present",
    "content-disposition": `attachment; filename="${safe}-${fileDate(fromMs)}-${fileDate(toMs)}.csv"`,
  };
}

/** Pulled, so that a slow reader does not fill memory. */
function streamOf(lines: Iterable<string> | AsyncIterable<string>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  const iterator = Symbol.asyncIterator in lines ? lines[Symbol.asyncIterator]() : lines[Symbol.iterator]();
  return new ReadableStream({
    async pull(stream) {
      const { done, value } = await iterator.next();
      if (done) stream.close();
      else stream.enqueue(encoder.encode(value));
    },
    async cancel() {
      await iterator.return?.();
    },
  });
}
