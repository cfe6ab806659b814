import { createHash } from "node:crypto";
import { readFile, stat } from "node:fs/promises";
import path from "node:path";
import { monitoringErrors } from "../errors";

/** The agent's program as the panel serves it: the bundle that the build made of clients/agent. */
export type AgentProgram = { version: string; sha256: string; text: string };

let held: { stamp: string; program: AgentProgram } | undefined;

/** `agent_program_missing` when it was not built. Read again when the file changed. */
export async function readAgentProgram(): Promise<AgentProgram> {
  const file = path.resolve("dist/agent.mjs");
  const found = await stat(file).catch((cause) => {
    throw monitoringErrors.agent_program_missing({ cause });
  });
  const stamp = `${found.mtimeMs}:${found.size}`;
  if (held?.stamp === stamp) return held.program;
  const text = await readFile(file, "utf8");
  const version = /\blightnodeAgentVersion\s*=\s*"([^"]+)"/.exec(text)?.[1] ?? "unknown";
  const program = { version, sha256: createHash("sha256").update(text).digest("hex"), text };
  held = { stamp, program };
  return program;
}

/** The line that checks the installed program on its machine. Pure. */
export const checkLine = (sha256: string, file = "/usr/local/lib/lightnode-agent/agent.mjs") =>
  `echo '${sha256}  ${file}' | sha256sum -c -`;

let version: { text: string; untilMs: number } | undefined;

/** Of the program that is served; `unknown` when it was not built. */
export async function agentVersion(): Promise<string> {
  if (version && version.untilMs > Date.now()) return version.text;
  const program = await readAgentProgram().catch(() => null);
  version = { text: program?.version ?? "unknown", untilMs: Date.now() + 60_000 };
  return version.text;
}
