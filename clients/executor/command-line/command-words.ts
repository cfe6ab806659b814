import path from "node:path";

/** An argument as it has to be typed: quoted where a shell would take it apart. Pure. */
export function typed(argument: string, platform: NodeJS.Platform = process.platform): string {
  if (/^[\w@%+=:,./\\-]+$/.test(argument)) return argument;
  return platform === "win32" ? `"${argument}"` : `'${argument.replaceAll("'", "'\\''")}'`;
}

/** A command of this program as it can be typed on this machine: the program is one file, and no name on the path. */
export function commandLine(...rest: string[]): string {
  const node = process.platform === "win32" ? "node" : process.execPath;
  const program = path.resolve(process.argv[1] ?? "lightnode-executor.mjs");
  return [node, program, ...rest].map((part) => typed(part)).join(" ");
}
