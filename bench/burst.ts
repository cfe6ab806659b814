import { benchPanel, forgetServers, withOnlyWeb } from "./panel";
import { absolute, type Row } from "./row";

const creates = 500;
const ports = 436;

/** 500 creates at once over HTTP on 436 ports: as many servers as ports, and for the rest one reason. */
export async function bench(): Promise<Row[]> {
  const panel = await benchPanel();
  await panel.pool.query(
    `UPDATE port SET state = 'blocked' WHERE protocol = 'tcp' AND port NOT IN
       (SELECT port FROM port WHERE protocol = 'tcp' ORDER BY port LIMIT ${ports})`,
  );
  const create = async (index: number): Promise<{ answer: string; ms: number }> => {
    const startedAt = performance.now();
    const body = JSON.stringify({ name: `Burst ${index}`, memory: 0.5, diskSpace: 1, cpu: 1 });
    const response = await fetch(`${panel.url}/api/servers`, { method: "POST", headers: panel.headers, body });
    const { code = "" } = (await response.json()) as { code?: string };
    return { answer: `${response.status} ${code}`.trim(), ms: performance.now() - startedAt };
  };
  try {
    // The worker stands still: 436 games would be another benchmark.
    const answers = await withOnlyWeb(panel, () =>
      Promise.all(Array.from({ length: creates }, (_, index) => create(index))),
    );
    const count = (wanted: string) => answers.filter(({ answer }) => answer === wanted).length;
    const [created, refused] = [count("201"), count("409 port_pool_exhausted")];
    return [
      absolute("burst.created", created, "", { atLeast: ports }),
      absolute("burst.refused_for_a_port", refused, "", { atLeast: creates - ports }),
      absolute("burst.other_answers", creates - created - refused, "", { atMost: 0 }),
      absolute("burst.slowest", Math.max(...answers.map(({ ms }) => ms)), "ms", { atMost: 30_000 }),
    ];
  } finally {
    await forgetServers(panel);
  }
}
