import { ZodError } from "zod";
import { isAppError, messageOf } from "@/lib/core/errors";
import { database } from "@/lib/db/client";
import { isDatabaseUnavailable } from "@/lib/db/errors";
import { fieldErrors, toAppError } from "@/lib/http/problem";
import { closeJobQueue } from "@/lib/jobs/job-queue";
import { followActiveKey } from "@/lib/platform/encryption/follow-keys";
import { type Command, parseCommandLine, UsageError } from "./command-line";
import { groups } from "./generated/commands";

/** The command line: use cases as the panel itself, on the configured database. Started by scripts/cli.mjs. */
const commands: readonly Command[] = groups.flatMap((group) => group.commands);
const exitCodes = { done: 0, failed: 1, usage: 2 };

const out = (text: string) => process.stdout.write(`${text}\n`);
const err = (text: string) => process.stderr.write(`${text}\n`);

async function main(argv: readonly string[]): Promise<number> {
  const json = argv.includes("--json");
  try {
    const parsed = parseCommandLine(commands, argv);
    if ("help" in parsed) {
      out(parsed.help);
      return exitCodes.done;
    }
    // Progress goes to the other stream when the answer is for a program.
    await takeActiveKey();
    const outcome = await parsed.command.run(parsed.input, json ? err : out);
    out(json ? JSON.stringify(outcome.json, null, 2) : outcome.text);
    return outcome.failed ? exitCodes.failed : exitCodes.done;
  } catch (error) {
    return report(error, json);
  } finally {
    await close();
  }
}

/** What a command encrypts is encrypted with the key that the panel writes with; a new database knows none yet. */
async function takeActiveKey(): Promise<void> {
  await followActiveKey().catch((error: unknown) => {
    // Without the database each command reports that itself, and `health` reports it as unreachable.
    if ((error as { code?: unknown }).code !== "42P01" && !isDatabaseUnavailable(error)) throw error;
  });
}

/** Help needs no database, and an environment that is not complete has none to close. */
async function close(): Promise<void> {
  try {
    await closeJobQueue();
    await database().close();
  } catch {
    // Nothing was open.
  }
}

function report(error: unknown, json: boolean): number {
  const isUsage = error instanceof UsageError || error instanceof ZodError;
  const { code, message, errors } = describeError(error);
  if (json) err(JSON.stringify({ error: { code, message, errors } }));
  else err([message, ...errors.map((item) => `  ${item.path}: ${item.message}`)].join("\n"));
  return isUsage ? exitCodes.usage : exitCodes.failed;
}

function describeError(error: unknown): { code: string; message: string; errors: { path: string; message: string }[] } {
  if (error instanceof UsageError) return { code: "usage", message: error.message, errors: [] };
  if (error instanceof ZodError)
    return { code: "usage", message: "Some values are not valid.", errors: fieldErrors(error) };
  // 42P01: no such table. Nothing has set this database up yet.
  if ((error as { code?: unknown }).code === "42P01") {
    return { code: "not_set_up", message: "The database is not set up yet: run `npm start` once.", errors: [] };
  }
  const known = toAppError(error);
  // Who runs this owns the machine: a defect is shown, not hidden.
  const message = known.code === "internal_error" && !isAppError(error) ? messageOf(error) : known.message;
  return { code: known.code, message, errors: known.errors ?? [] };
}

process.exitCode = await main(process.argv.slice(2));
