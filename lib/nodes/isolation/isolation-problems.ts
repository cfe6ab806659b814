import type { Sql } from "@/lib/db/transaction";
import { listConditions } from "../conditions";

/** What is wrong with the isolation of each machine's containers, with the commands that set it; for health. */
export async function isolationProblems(db: Sql): Promise<string[]> {
  const nodes = await listConditions(db);
  return nodes.flatMap(({ name, isolation, proof }) => {
    if (isolation?.state === "failed") {
      return [
        `${name}: containers reach the machine and private networks. ${isolation.reason ?? ""} Run as root on the machine:\n${isolation.commands ?? ""}`,
      ];
    }
    const reached = (proof?.results ?? []).filter((result) => result.reached);
    if (isolation?.state !== "set" || reached.length === 0) return [];
    return [`${name}: a container reached ${reached.map(({ what, address }) => `${what} (${address})`).join(", ")}.`];
  });
}
