import { readFileSync } from "node:fs";
import { hostname, release, type } from "node:os";
import { readOrNull } from "../collectors/proc-file";
import { fingerprint } from "../fingerprint";
import { type Credentials, credentialsFile, writeDurably } from "../home";
import { postJson } from "../run/post";
import { version } from "../version";
import { type Arguments, UsageError } from "./arguments";

/** `enroll`: exchanges a token of the panel for the agent's own, which only this directory has. */
export async function enroll({ home, url, tokenFile }: Arguments): Promise<number> {
  if (!url || !URL.canParse(url) || !tokenFile)
    throw new UsageError("Use: agent.mjs enroll --url URL --token-file FILE");
  const enrolmentToken = readFileSync(tokenFile, "utf8").trim();
  const os = /^PRETTY_NAME="?([^"\n]+)/m.exec(readOrNull("/etc/os-release") ?? "")?.[1] ?? `${type()} ${release()}`;
  const body = { enrolmentToken, hostname: hostname(), os, version, fingerprint: fingerprint() };
  const answer = await postJson(new URL("/api/agent/register", url), body);
  const { agentId, token, title } = (answer.body ?? {}) as { agentId?: string; token?: string; title?: string };
  if (answer.status !== 201 || !agentId || !token) {
    throw new UsageError(`The panel refused the token: ${title ?? `status ${answer.status}`}.`);
  }
  const credentials: Credentials = { url, agentId, token };
  writeDurably(credentialsFile(home), `${JSON.stringify(credentials, null, 2)}\n`);
  process.stdout.write(`Enrolled as ${agentId}. Next: agent.mjs run --home ${home}\n`);
  return 0;
}
