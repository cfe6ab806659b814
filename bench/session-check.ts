import { benchPanel, withOnlyWeb } from "./panel";
import { absolute, median, percentile, type Row, relative, timeCalls } from "./row";

/** What looking at the session costs a page: the same page with it and without it, in turns. */
export async function bench(): Promise<Row[]> {
  const panel = await benchPanel();
  const get = async (kind: "with" | "without") => {
    const answer = await fetch(`${panel.url}/bench/${kind}`, { headers: panel.headers, redirect: "manual" });
    const html = await answer.text();
    const seen = kind === "with" ? "seen by somebody" : "seen by anybody";
    if (answer.status !== 200 || !html.includes(seen)) throw new Error(`/bench/${kind} answered ${answer.status}`);
  };
  return withOnlyWeb(panel, async () => {
    const samples = { with: [] as number[], without: [] as number[] };
    for (let round = 0; round < 24; round++) {
      for (const kind of round % 2 === 0 ? (["with", "without"] as const) : (["without", "with"] as const)) {
        const { latencies } = await timeCalls(1, 25, () => get(kind));
        if (round >= 4) samples[kind].push(...latencies);
      }
    }
    return [
      relative("session_check.page", median(samples.with), "ms", median(samples.without), { atMost: 1.15 }),
      absolute("session_check.page.p95", percentile(samples.with, 0.95), "ms", { atMost: 200 }),
    ];
  });
}
