import { z } from "zod";
import { hostedServiceErrors } from "../../errors";
import { connectionReason } from "../../provider-error";

export type DoveadmAddress = { doveadmUrl: string; doveadmKey: string };

const answerSchema = z.tuple([z.tuple([z.enum(["doveadmResponse", "error"]), z.unknown(), z.string()])]);
const errorSchema = z.object({ type: z.string(), exitCode: z.number().optional() });
/** Exit codes of doveadm (sysexits.h): nothing there to act on. */
const nothingThere = new Set([67, 68]);
const largestAnswer = 16 * 1024 * 1024;

/** One command by doveadm's HTTP API, which answers 200 also to errors. Null: no such user, or no session. */
export async function doveadm(
  { doveadmUrl, doveadmKey }: DoveadmAddress,
  command: string,
  parameters: Record<string, unknown>,
  signal: AbortSignal,
): Promise<unknown> {
  const answer = await send(doveadmUrl, doveadmKey, JSON.stringify([[command, parameters, "lightnode"]]), signal);
  const [[kind, body]] = answer;
  if (kind === "doveadmResponse") return body;
  const { type, exitCode = 0 } = errorSchema.parse(body);
  if (nothingThere.has(exitCode)) return null;
  throw hostedServiceErrors.provider_refused({ detail: `doveadm refused ${command}: ${type} ${exitCode}.` });
}

async function send(url: string, key: string, body: string, signal: AbortSignal) {
  const authorization = `X-Dovecot-API ${Buffer.from(key).toString("base64")}`;
  const headers = { Authorization: authorization, "Content-Type": "application/json" };
  const limit = AbortSignal.any([signal, AbortSignal.timeout(10_000)]);
  try {
    const response = await fetch(`${url}/doveadm/v1`, { method: "POST", headers, body, signal: limit });
    const text = await response.text();
    if (!response.ok) throw new Error(`doveadm answered ${response.status}`);
    if (text.length > largestAnswer) throw new Error("the answer is too large");
    return answerSchema.parse(JSON.parse(text));
  } catch (error) {
    signal.throwIfAborted();
    throw hostedServiceErrors.provider_unavailable({ detail: `Dovecot: ${connectionReason(error)}.`, cause: error });
  }
}
