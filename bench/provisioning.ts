import { spawn } from "node:child_process";
import { freePort } from "../scripts/setup/postgres.mjs";
import { engineCall, untilRunning } from "./engine";
import { type BenchPanel, benchPanel, createServer } from "./panel";
import { absolute, median, pause, type Row, relative } from "./row";

const rounds = 10;
const image = "lightnode/sample-game:1";
const network = `lightnode-bench-${process.pid}`;

/** From the POST to a running container, against `docker run -d` of the same image with the same limits. */
export async function bench(): Promise<Row[]> {
  const panel = await benchPanel();
  const samples = { ours: [] as number[], bare: [] as number[], online: [] as number[] };
  // On both sides the network is there already: a customer's first server makes it, `docker run` never does.
  await docker(["network", "create", network]);
  const neighbour = await createServer(panel, "Neighbour");
  await untilStatus(panel, neighbour, "online");
  try {
    for (let round = 0; round < rounds + 2; round++) {
      for (const kind of round % 2 === 0 ? (["ours", "bare"] as const) : (["bare", "ours"] as const)) {
        const times = kind === "ours" ? await throughPanel(panel, round) : await throughDocker(round);
        if (round < 2) continue;
        samples[kind].push(times.runningMs);
        if (times.onlineMs !== null) samples.online.push(times.onlineMs);
      }
    }
  } finally {
    await docker(["network", "rm", network]).catch(() => {});
    await fetch(`${panel.url}/api/servers/${neighbour}`, { method: "DELETE", headers: panel.headers });
    await untilStatus(panel, neighbour, null);
  }
  return [
    relative("provisioning.until_running", median(samples.ours), "ms", median(samples.bare), { atMost: 1.25 }),
    absolute("provisioning.until_online", median(samples.online), "ms", { atMost: 10_000 }),
  ];
}

type Times = { runningMs: number; onlineMs: number | null };

async function throughPanel(panel: BenchPanel, round: number): Promise<Times> {
  const startedAt = performance.now();
  const id = await createServer(panel, `Bench ${round}`);
  await untilRunning(id);
  const runningMs = performance.now() - startedAt;
  await untilStatus(panel, id, "online");
  const onlineMs = performance.now() - startedAt;
  await fetch(`${panel.url}/api/servers/${id}`, { method: "DELETE", headers: panel.headers });
  await untilStatus(panel, id, null);
  return { runningMs, onlineMs };
}

export async function untilStatus(panel: BenchPanel, id: string, wanted: string | null): Promise<void> {
  for (let waited = 0; waited < 60_000; waited += 20) {
    const { rows } = await panel.pool.query<{ status: string }>("SELECT status FROM workload WHERE id = $1", [id]);
    if ((rows[0]?.status ?? null) === wanted) return;
    await pause(20);
  }
  throw new Error(`${id} is not ${wanted}`);
}

async function throughDocker(round: number): Promise<Times> {
  const name = `${network}-${round}`;
  const limits = [
    "--memory=512m",
    "--memory-swap=512m",
    "--cpus=1",
    "--pids-limit=64",
    "--cap-drop=ALL",
    "--read-only",
  ];
  const safety = ["--security-opt=no-new-privileges", "--tmpfs=/tmp", "--user=1000:1000", "--init", "--interactive"];
  const place = [`--network=${network}`, `--publish=127.0.0.1:${await freePort(0)}:25565`, `--volume=${name}:/data`];
  const environment = ["--env=EULA=TRUE", "--env=SERVER_PORT=25565", "--env=MEMORY=256M"];
  const startedAt = performance.now();
  const running = untilRunning(name);
  await docker(["run", "--detach", `--name=${name}`, ...limits, ...safety, ...place, ...environment, image]);
  await running;
  const runningMs = performance.now() - startedAt;
  await engineCall("DELETE", `/containers/${name}?force=true&v=true`);
  await engineCall("DELETE", `/volumes/${name}`);
  return { runningMs, onlineMs: null };
}

function docker(args: string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn("docker", args, { stdio: ["ignore", "ignore", "pipe"] });
    let problem = "";
    child.stderr.on("data", (chunk) => (problem += chunk));
    child.on("error", reject);
    child.on("close", (code) => (code === 0 ? resolve() : reject(new Error(`docker ${args[0]}: ${problem}`))));
  });
}
