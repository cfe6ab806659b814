import { spawn } from "node:child_process";
import path from "node:path";
import { text } from "node:stream/consumers";
import { parse } from "pg-connection-string";
import { projectRoot } from "@/lib/core/env";
import { hostedServiceErrors } from "../../../errors";

/** Of one section; tables have their rows elsewhere. */
const mostCharacters = 64 * 1024 * 1024;
const program = "lib/hosted-services/databases/postgresql/dump/pg-dump.mjs";

/** What pg_dump writes with these options, connected as `url` says. Throws `provider_refused` with its message. */
export async function schemaText(url: string, args: readonly string[], signal: AbortSignal): Promise<string> {
  // Bundles move this module, not the program. A hostile schema meets a sandbox with a limited memory and no environment.
  const child = spawn(process.execPath, ["--max-old-space-size=512", path.resolve(projectRoot(), program)], {
    env: { NODE_ENV: "production" },
    signal,
    killSignal: "SIGKILL",
  });
  const ended = new Promise<number | null>((resolve, reject) => child.once("error", reject).once("close", resolve));
  child.stdin.on("error", () => {});
  child.stdin.end(JSON.stringify(connectionOf(url, args)));
  let size = 0;
  child.stdout.on("data", (chunk: Buffer) => {
    size += chunk.length;
    if (size > mostCharacters) child.kill("SIGKILL");
  });
  const [output, problem, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  if (size > mostCharacters) throw hostedServiceErrors.provider_refused({ detail: "Its definitions exceed 64 MiB." });
  if (code !== 0) throw hostedServiceErrors.dump_failed({ detail: reasonOf(problem) });
  return output;
}

/** The address for the socket, and the rest for pg_dump, which ignores `host`. */
function connectionOf(url: string, args: readonly string[]) {
  const { host, port, user, password, database, ssl } = parse(url);
  const options = { host: "server", user: user ?? "", password: password ?? "", dbname: database ?? "" };
  const quoted = Object.entries(options).map(([name, value]) => `${name}='${value.replace(/['\\]/g, "\\$&")}'`);
  const tls = ssl === true ? {} : ssl || null;
  const server = { host: host ?? "localhost", port: Number(port ?? 5432), tls };
  return { server, args: ["-d", quoted.join(" "), ...args] };
}

/** Without the program's remarks on its own place. */
const reasonOf = (text: string) =>
  text
    .replace(/^[\s\S]*?Error message:/, "")
    .replace(/invalid binary "[^"]*": No such file or directory/, "")
    .replace(/^[^:]{0,80}: (error|fatal):/, "")
    .trim()
    .slice(0, 300) || "pg_dump ended unexpectedly.";
