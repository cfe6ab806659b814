import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { chmod } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { type PanelProcess, signIn, startPanel } from "./panel-process";
import { absolute, pause, type Row } from "./row";

/** V8 gives back what a burst needed some ten seconds after it. */
const idleMs = 20_000;

/** A panel that was set up before: how soon it answers, and how much memory it uses after a sign-in. */
export async function bench(): Promise<Row[]> {
  const directory = mkdtempSync(path.join(tmpdir(), "lightnode-start-"));
  // PostgreSQL may run as another user, and has to get through.
  await chmod(directory, 0o755);
  try {
    const first = await startPanel(directory);
    await first.stop();
    const second = await startPanel(directory);
    try {
      const cookie = await signIn(second.url);
      await (await fetch(`${second.url}/`, { headers: { cookie } })).text();
      await pause(idleMs);
      return [
        absolute("start.first", first.startMs / 1000, "s", { atMost: 240 }),
        absolute("start.second", second.startMs / 1000, "s", { atMost: 6 }),
        ...phases(second),
        ...memory(second),
      ];
    } finally {
      await second.stop();
    }
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** The steps that `npm start` printed with their times. */
function phases(panel: PanelProcess): Row[] {
  const rows: Row[] = [];
  for (const line of panel.output().split("\n")) {
    const [, name, value, unit] = /^[✔!] (\w+) +([\d.]+) (ms|s) /.exec(line) ?? [];
    if (name)
      rows.push(absolute(`start.second.${name}`, Number(value), unit ?? "", { atMost: unit === "s" ? 6 : 6_000 }));
  }
  return rows;
}

/** Resident memory counts pages that processes share once for each; the proportional share counts them once. */
function memory(panel: PanelProcess): Row[] {
  const rows: Row[] = [];
  let [resident, proportional] = [0, 0];
  for (const [name, pid] of Object.entries(panel.pids())) {
    const mb = Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]) / 1024;
    resident += mb;
    proportional += Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, "utf8"))?.[1]) / 1024;
    rows.push(absolute(`memory.${name}`, mb, "MB", { atMost: 250 }));
  }
  const total = absolute("memory.resident", resident, "MB", { atMost: 400 });
  return [total, ...rows, absolute("memory.proportional", proportional, "MB", { atMost: 400 })];
}
