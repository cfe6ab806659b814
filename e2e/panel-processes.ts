import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

/** The panel's data folder; the tests run on the same machine. */
export const dataDir = process.env.E2E_DATA_DIR ?? "";

/** Pid of a process of the panel under test, which has this data folder in its environment. */
export function panelProcess(name: "web" | "worker" | "realtime"): number {
  for (const pid of readdirSync("/proc").filter((entry) => /^\d+$/.test(entry))) {
    try {
      const line = readFileSync(`/proc/${pid}/cmdline`, "utf8");
      const env = readFileSync(`/proc/${pid}/environ`, "utf8");
      if (line.includes(`dist/${name}.mjs`) && env.includes(`DATA_DIR=${path.resolve(dataDir)}`)) return Number(pid);
    } catch {
      // It ended in between.
    }
  }
  throw new Error(`the panel's ${name} process is not there`);
}

/** Pid of the embedded PostgreSQL. */
export function postgresProcess(): number {
  return Number(readFileSync(path.join(dataDir, "postgres/postmaster.pid"), "utf8").split("\n")[0]);
}

/** Open descriptors of a process. */
export function openFiles(pid: number): number {
  return readdirSync(`/proc/${pid}/fd`).length;
}
