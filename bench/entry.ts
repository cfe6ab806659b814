import { readFileSync } from "node:fs";
import { type BenchPanel, benchPanel } from "./panel";
import { absolute, percentile, type Row, relative, timeCalls } from "./row";

/** What the server entry keeps cheap: documents of a megabyte, and pages and files while a burst of sign-ins is hashed. */
export async function bench(): Promise<Row[]> {
  const panel = await benchPanel();
  const page = await (await fetch(`${panel.url}/sign-in`)).text();
  const file = `${panel.url}${/\/_next\/static\/[^"]+\.js/.exec(page)?.[0] ?? "/icon.svg"}`;
  const burst = await signInBurst(panel, file);
  const bare = await cpuPerRequest(panel, "/no/such/page");
  return [
    relative("entry.docs_api.cpu", await cpuPerRequest(panel, "/docs/api"), "ms", bare, { atMost: 1.5 }),
    relative("entry.openapi.cpu", await cpuPerRequest(panel, "/api/openapi.json"), "ms", bare, { atMost: 1.5 }),
    absolute("entry.burst.refused", burst.refusals.length, "", { atLeast: 1 }),
    absolute("entry.burst.slowest_refusal", percentile(burst.refusals, 1), "ms", { atMost: 100 }),
    relative("entry.burst.file_p99", burst.during, "ms", burst.quiet, { atMost: 3 }),
  ];
}

/** Milliseconds of the web process's CPU for one request. */
async function cpuPerRequest({ url, pids }: BenchPanel, path: string): Promise<number> {
  const ask = async () => void (await (await fetch(`${url}${path}`)).arrayBuffer());
  await timeCalls(2, 30, ask);
  const total = 200;
  const before = cpuMs(pids().web ?? 0);
  await timeCalls(2, total, ask);
  return (cpuMs(pids().web ?? 0) - before) / total;
}

/** User and system time of a process; the kernel counts in hundredths of a second (proc(5), USER_HZ). */
function cpuMs(pid: number): number {
  const text = readFileSync(`/proc/${pid}/stat`, "utf8");
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

const signIns = 100;

/** A hundred sign-ins at once, each of another account; how long refusals and files took meanwhile, in milliseconds. */
async function signInBurst({ url }: BenchPanel, file: string) {
  const quiet = percentile(await askFor(file, 2_000), 0.99);
  const refusals: number[] = [];
  const attempt = async (index: number) => {
    const body = JSON.stringify({ email: `burst-${index}@example.net`, password: "not the password" });
    const startedAt = performance.now();
    const answer = await fetch(`${url}/api/auth/sign-in`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body,
    });
    await answer.text();
    if (answer.status === 503) refusals.push(performance.now() - startedAt);
  };
  const files = askFor(file, 4_000);
  await Promise.all(Array.from({ length: signIns }, (_, index) => attempt(index)));
  return { quiet, refusals, during: percentile(await files, 0.99) };
}

/** Latencies of a file that is asked for again and again for `forMs`. */
async function askFor(file: string, forMs: number): Promise<number[]> {
  const latencies: number[] = [];
  const endMs = performance.now() + forMs;
  while (performance.now() < endMs) {
    const startedAt = performance.now();
    await (await fetch(file)).arrayBuffer();
    latencies.push(performance.now() - startedAt);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  return latencies;
}
