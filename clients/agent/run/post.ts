import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from "node:http";
import { Agent as HttpsAgent, request as httpsRequest } from "node:https";
import { gzipSync } from "node:zlib";

/** One call to the panel, over a connection that stays open until the next one: a handshake costs more than a batch. */
export type Answer = { status: number; body: unknown; retryAfterMs: number | null };

const timeoutMs = 15_000;
const mostBytes = 65_536;
/** Longer than the 90 s between two batches. A server that keeps it for a shorter time says so, and Node follows. */
const keepAlive = { keepAlive: true, maxSockets: 1, timeout: 120_000 };
const agents = { "http:": new HttpAgent(keepAlive), "https:": new HttpsAgent(keepAlive) };

/** Bytes that were sent and received over all connections, without those of TCP and TLS. */
export const traffic = { sent: 0, received: 0 };

type Sent = { url: URL; text: Buffer; headers: Record<string, string | number> };

/**
 * A call over a connection that waited is sent again at once, over a new one, when the panel or a proxy had closed it: a batch
 * that is sent twice is stored once.
 */
export async function postJson(url: URL, body: unknown, token?: string): Promise<Answer> {
  const plain = Buffer.from(JSON.stringify(body));
  const text = token ? gzipSync(plain) : plain;
  const headers = {
    "content-type": "application/json",
    "content-length": text.length,
    ...(token ? { authorization: `Bearer ${token}`, "content-encoding": "gzip" } : {}),
  };
  try {
    return await postOnce({ url, text, headers });
  } catch (error) {
    if (!(error instanceof ClosedConnection)) throw error;
    return await postOnce({ url, text, headers });
  }
}

/** The connection was used before, and ended without an answer. */
class ClosedConnection extends Error {}

const closedCodes = new Set(["ECONNRESET", "EPIPE"]);

function postOnce({ url, text, headers }: Sent): Promise<Answer> {
  const isTls = url.protocol === "https:";
  const options = { method: "POST", headers, agent: isTls ? agents["https:"] : agents["http:"] };
  return new Promise((resolve, reject) => {
    const sent = (isTls ? httpsRequest : httpRequest)(url, options, (answer) => {
      readAnswer(answer).then(resolve, reject);
    });
    const timer = setTimeout(() => sent.destroy(new Error("the panel does not answer")), timeoutMs);
    sent.on("close", () => clearTimeout(timer));
    sent.on("socket", (socket) => {
      const before = { sent: socket.bytesWritten, received: socket.bytesRead };
      sent.on("close", () => {
        traffic.sent += socket.bytesWritten - before.sent;
        traffic.received += socket.bytesRead - before.received;
      });
    });
    sent.on("error", (error: NodeJS.ErrnoException) => {
      const isClosed = sent.reusedSocket && closedCodes.has(error.code ?? "");
      reject(isClosed ? new ClosedConnection(error.message) : error);
    });
    sent.end(text);
  });
}

async function readAnswer(answer: IncomingMessage): Promise<Answer> {
  let text = "";
  for await (const part of answer) {
    text += String(part);
    if (text.length > mostBytes) throw new Error("the panel's answer is too large");
  }
  const after = Number(answer.headers["retry-after"]);
  return {
    status: answer.statusCode ?? 0,
    body: parsed(text),
    retryAfterMs: Number.isFinite(after) ? Math.min(after, 3_600) * 1000 : null,
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
