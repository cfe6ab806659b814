import { statfs } from "node:fs/promises";
import type { CallOptions } from "../call-options";
import type { DockerConnection } from "../docker/connection";
import { provisioningErrors } from "../errors";
import { limitKindScript, limitScript } from "./disk-quota";
import type { HostShell } from "./host-shell";
import type { LimitKind, LimitOptions, MachineDisk, UseOptions, VolumeLimit, VolumeUse } from "./machine";

type Deps = { connection: DockerConnection; shell: HostShell };
const roots = new WeakMap<DockerConnection, string>();

async function rootOf(connection: DockerConnection, options: CallOptions): Promise<string> {
  const known = roots.get(connection);
  if (known) return known;
  const info = (await connection.call((docker) => docker.info(), options)) as { DockerRootDir?: string };
  const root = info.DockerRootDir ?? "/var/lib/docker";
  // It becomes part of a shell script.
  if (!/^\/[\w./-]*$/.test(root))
    throw provisioningErrors.engine_refused({ detail: "The engine's directory has an unusual name." });
  roots.set(connection, root);
  return root;
}

/** Costs microseconds on this machine, a container elsewhere (`isCheap`). */
export async function machineDisk(
  { connection, shell }: Deps,
  options: CallOptions = {},
): Promise<MachineDisk & { isCheap: boolean }> {
  const root = await rootOf(connection, options);
  if (await shell.isLocal(options)) {
    const found = await statfs(root);
    return {
      totalBytes: found.blocks * found.bsize,
      freeBytes: found.bavail * found.bsize,
      totalFiles: found.files,
      freeFiles: found.ffree,
      isCheap: true,
    };
  }
  const { output } = await shell.run(`df -Pk ${root} | tail -1; df -Pi ${root} | tail -1`, options);
  return { ...parseDf(output), isCheap: false };
}

/** From the last lines of `df -Pk` and `df -Pi`. Pure. */
export function parseDf(output: string): MachineDisk {
  const rows = output
    .trim()
    .split("\n")
    .map((line) => line.trim().split(/\s+/));
  const numbers = rows.map((row) => row.slice(1, 4).map(Number));
  const [space = [], files = []] = numbers;
  const [totalKb = 0, , freeKb = 0] = space;
  const [totalFiles = 0, , freeFiles = 0] = files;
  if (!(totalKb > 0)) throw provisioningErrors.engine_refused({ detail: "The machine's disk could not be measured." });
  return {
    totalBytes: totalKb * 1024,
    freeBytes: freeKb * 1024,
    totalFiles: totalFiles || 0,
    freeFiles: freeFiles || 0,
  };
}

const volumeName = /^[\w.-]{1,200}$/;

/**
 * Measures only these volumes: the engine's own figures read every file on the machine. Absent ones are left out, and
 * those that take longer than they may.
 */
export async function volumeUse(
  { connection, shell }: Deps,
  names: readonly string[],
  { signal, volumeTimeoutMs = 60_000 }: UseOptions = {},
): Promise<Map<string, VolumeUse>> {
  const wanted = names.filter((name) => volumeName.test(name));
  if (wanted.length === 0) return new Map();
  const script = measureScript(await rootOf(connection, { signal }), wanted, volumeTimeoutMs);
  // Two programs for each volume, and the start of a container.
  const timeoutMs = 2 * volumeTimeoutMs * wanted.length + 20_000;
  const { output } = await shell.run(script, { signal, readsFiles: true, timeoutMs });
  const rows = output.split("\n").map((line) => line.split(" "));
  return new Map(
    rows
      .filter((row) => row.length === 3 && Number(row[1]) >= 0)
      .map(([name = "", kb, files]) => [name, { bytes: Number(kb) * 1024, files: Number(files) }]),
  );
}

/** Prints name, KiB and files of each volume. `du` that is ended prints nothing: the volume is left out. Pure. */
export function measureScript(root: string, names: readonly string[], volumeTimeoutMs: number): string {
  return `t=$(command -v timeout >/dev/null && echo "timeout ${Math.ceil(volumeTimeoutMs / 1000)}")
for v in ${names.join(" ")}; do
  d=${root}/volumes/$v/_data
  [ -d "$d" ] || continue
  kb=$($t du -skx "$d" 2>/dev/null | cut -f1)
  [ -n "$kb" ] || continue
  echo "$v $kb $($t find "$d" -xdev 2>/dev/null | wc -l)"
done`;
}

export async function limitKind({ connection, shell }: Deps, options: CallOptions = {}): Promise<LimitKind> {
  const { output } = await shell.run(limitKindScript(await rootOf(connection, options)), options);
  return output.trim() === "quota" ? "quota" : "watch";
}

/**
 * Sets the volume's size as a quota of the file system; does nothing where it has none, or where there is no such
 * volume (`absent`). `volume_limit_timeout` when the volume is too large for the time.
 */
export async function limitVolume(
  { connection, shell }: Deps,
  name: string,
  limit: VolumeLimit,
  { signal, timeoutMs = 10 * 60_000 }: LimitOptions = {},
): Promise<LimitKind | "absent"> {
  if (!volumeName.test(name)) throw provisioningErrors.engine_refused({ detail: "That is not a volume's name." });
  const directory = `${await rootOf(connection, { signal })}/volumes/${name}/_data`;
  // The script walks twice at most; the rest is the start of a container.
  const script = limitScript(directory, limit, Math.ceil(timeoutMs / 2_000));
  const { exitCode, output } = await shell.run(script, { signal, timeoutMs: timeoutMs + 15_000, changesDisk: true });
  const answer = output.trim().split("\n").at(-1);
  if (exitCode === 0 && answer === "slow") throw provisioningErrors.volume_limit_timeout();
  if (exitCode === 0) return answer === "quota" || answer === "absent" ? answer : "watch";
  throw provisioningErrors.engine_refused({
    detail: "The file system did not accept the size as a quota.",
    cause: new Error(output),
  });
}
