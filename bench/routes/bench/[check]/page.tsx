import { notFound } from "next/navigation";
import { requirePageActor } from "@/lib/http/pages/page-actor";

/** One page with and without the session check, compared by `npm run bench`. */
export default async function BenchPage({ params }: { params: Promise<{ check: string }> }) {
  const { check } = await params;
  if (check !== "with" && check !== "without") notFound();
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
