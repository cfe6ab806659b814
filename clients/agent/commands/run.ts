import { type Credentials, credentialsFile, readJson } from "../home";
import { Agent } from "../run/run-agent";
import { version } from "../version";
import { type Arguments, UsageError } from "./arguments";

/** Exit code of a permanent refusal: the service is not started again (RestartPreventExitStatus). */
export const refusedCode = 78;

/** `run`: until SIGTERM or SIGINT, or until the panel refuses the agent for good. */
export async function run({ home }: Arguments): Promise<number> {
  const credentials = readJson<Credentials>(credentialsFile(home));
  if (!credentials?.token) throw new UsageError(`There are no credentials in ${home}: enrol the agent first.`);
  const log = (line: string) => process.stdout.write(`${line}\n`);
  const stop = new AbortController();
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, () => stop.abort());
  log(`LightNode agent ${version} sends figures of this machine to ${credentials.url}.`);
  const ending = await new Agent({ home, credentials, log }).run(stop.signal);
  if (ending.kind === "stopped") return 0;
  log(`The panel refuses this agent: ${ending.reason}. Enrol it again with a new command from the panel.`);
  return refusedCode;
}
