import { notFound } from "next/navigation";
import { env } from "@/lib/core/env";
import { requirePageActor } from "@/lib/http/pages/page-actor";

/** One page with and without the session check, compared by `npm run bench`. Available to benchmarks only. */
export default async function BenchPage({ params }: { params: Promise<{ check: string }> }) {
  const { check } = await params;
  if (!env().BENCH_ROUTES || (check !== "with" && check !== "without")) notFound();
  const name = check === "with" ? (await requirePageActor("server.read")).name.length : 0;
  return (
    <main>
      <h1>Bench</h1>
      <ul>
        {Array.from({ length: 40 }, (_, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: forty lines that never change
          <li key={index}>
            Line {index} of a page that is long enough to be a page, {name > 0 ? "seen by somebody" : "seen by anybody"}
            .
          </li>
        ))}
      </ul>
    </main>
  );
}
