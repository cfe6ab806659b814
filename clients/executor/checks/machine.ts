import { accessSync, constants } from "node:fs";
import { request as httpRequest } from "node:http";
import { request as httpsRequest } from "node:https";
import type { Home } from "../home";
import { ProgramError } from "../program-error";
import type { Terminal } from "../terminal";

/** Whether this machine can be an executor: Node, a folder to write to, a panel that answers. */
export async function checkMachine(home: Home, url: string, terminal: Terminal): Promise<void> {
  terminal.ok(`Node ${process.versions.node} on ${process.platform} ${process.arch}`);
  try {
    accessSync(home.directory, constants.W_OK);
  } catch {
    throw new ProgramError(`${home.directory} cannot be written to.`, "Choose another folder with --home.");
  }
  terminal.ok(`works in ${home.directory}`);
  const head = await headOf(url).catch((error: Error) => {
    throw new ProgramError(
      `${url} does not answer (${error.message}).`,
      "Is the address right, and does a firewall let this machine out?",
    );
  });
  if (head.status !== 200)
    throw new ProgramError(
      `${url} is no LightNode panel (it answered ${head.status}).`,
      "Correct the address with --url.",
    );
  terminal.ok(`${url} answers`);
}

export function requireNode(): void {
  if (isNewEnough(process.versions.node)) return;
  throw new ProgramError(`Node ${process.versions.node} is too old.`, "Install Node 22.12 or later from nodejs.org.");
}

/** 22.12 and later. Pure. */
export function isNewEnough(version: string): boolean {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  return major > 22 || (major === 22 && minor >= 12);
}

/** The panel's clock minus ours; null when it did not say. */
export async function clockSkewOf(url: string): Promise<number | null> {
  const sentAt = Date.now();
  const { date } = await headOf(url).catch(() => ({ date: undefined }));
  return date === undefined ? null : Date.parse(date) - (sentAt + Date.now()) / 2;
}

function headOf(url: string): Promise<{ status: number; date: string | undefined }> {
  const target = new URL("/api/health", url);
  const request = target.protocol === "https:" ? httpsRequest : httpRequest;
  return new Promise((resolve, reject) => {
    const call = request(target, (response) => {
      response.resume();
      resolve({ status: response.statusCode ?? 0, date: response.headers.date });
    });
    call.setTimeout(10_000, () => call.destroy(new Error("no answer within 10 s")));
    call.on("error", reject);
    call.end();
  });
}
