import { once } from "node:events";
import { type IncomingMessage, request } from "node:http";
import { text } from "node:stream/consumers";
import { pipeline } from "node:stream/promises";
import { z } from "zod";
import { hostedServiceErrors } from "../../errors";
import { connectionReason } from "../../provider-error";
import type { MariadbConnectionSettings } from "./connection-schema";

/** The agent of a server that the panel runs: games/mariadb/agent.mjs. */
export type Agent = NonNullable<MariadbConnectionSettings["agent"]>;

const mostErrorBytes = 10_000;
const restored = z.object({ tables: z.number().int(), removed: z.number().int() });

type Call = { method: "GET" | "PUT"; database: string; headers?: Record<string, string>; signal: AbortSignal };

/** Without time limits of its own: a large database takes its time, and `signal` ends it. */
function open({ url, key }: Agent, { method, database, headers, signal }: Call) {
  const target = new URL(database, url);
  return request(target, { method, signal, headers: { authorization: `Bearer ${key}`, ...headers } });
}

async function answerOf(sending: ReturnType<typeof request>): Promise<IncomingMessage> {
  const [response] = (await once(sending, "response").catch((error: unknown) => {
    const detail = `The agent of the server: ${connectionReason(error)}.`;
    throw hostedServiceErrors.provider_unavailable({ detail, cause: error });
  })) as [IncomingMessage];
  return response;
}

async function reasonOf(response: IncomingMessage): Promise<string> {
  response.on("data", () => {
    if (response.socket.bytesRead > mostErrorBytes * 10) response.destroy();
  });
  return (await text(response)).slice(0, 500) || `The agent answered ${response.statusCode}.`;
}

/** The content of a database as SQL. */
export async function openDump(agent: Agent, database: string, signal: AbortSignal): Promise<IncomingMessage> {
  const sending = open(agent, { method: "GET", database, signal });
  sending.end();
  const response = await answerOf(sending);
  if (response.statusCode === 200) return response;
  throw hostedServiceErrors.dump_failed({ detail: await reasonOf(response) });
}

/**
 * Replaces the content. `password`: of the user whose rights it gets. Throws `restore_failed` when nothing has changed, and
 * `restore_broken` when the former content is gone, or may be.
 */
export async function sendRestore(
  agent: Agent,
  target: { database: string; password: string },
  content: AsyncIterable<Buffer>,
  signal: AbortSignal,
): Promise<{ tables: number; removed: number }> {
  const headers = { "x-password": target.password };
  const sending = open(agent, { method: "PUT", database: target.database, headers, signal });
  let isConnected = false;
  sending.once("socket", (socket) => {
    isConnected = !socket.connecting;
    socket.once("connect", () => {
      isConnected = true;
    });
  });
  const answered = answerOf(sending);
  answered.catch(() => {});
  // An agent that refuses answers before it has read everything.
  const sent = pipeline(content, sending).catch((error: unknown) => error);
  const response = await Promise.race([answered, sent.then(() => answered)]).catch((error: unknown) => {
    throw isConnected ? unknownEnd(error) : error;
  });
  const { statusCode } = response;
  if (statusCode === 200) return restored.parse(JSON.parse(await text(response)));
  const detail = await reasonOf(response);
  if (statusCode === 500)
    throw hostedServiceErrors.restore_broken({ detail: `The database is not complete: ${detail}` });
  throw hostedServiceErrors.restore_failed({ detail });
}

const unknownEnd = (error: unknown) =>
  hostedServiceErrors.restore_broken({
    detail: `The connection to the agent of the server ended: ${connectionReason(error)}. Its former content may be gone.`,
    cause: error,
  });
