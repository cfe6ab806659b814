import { defaultHome } from "../home";

/** `--name value` after the command; unknown names are an error. */
export type Arguments = { command: string; home: string; url: string | null; tokenFile: string | null };

/** Its text is for the person who typed the command. */
export class UsageError extends Error {}

const names = ["home", "url", "token-file"] as const;

export function readArguments(given: readonly string[]): Arguments {
  const [command = "help", ...rest] = given;
  const values = new Map<string, string>();
  for (let index = 0; index < rest.length; index += 2) {
    const name = rest[index]?.replace(/^--/, "") ?? "";
    const value = rest[index + 1];
    if (!(names as readonly string[]).includes(name) || value === undefined) {
      throw new UsageError(`Unknown argument: ${rest[index]}. See: agent.mjs help`);
    }
    values.set(name, value);
  }
  return {
    command,
    home: values.get("home") ?? defaultHome,
    url: values.get("url") ?? null,
    tokenFile: values.get("token-file") ?? null,
  };
}
