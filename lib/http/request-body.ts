import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { coreErrors, isAppError } from "@/lib/core/errors";

const defaultMaxBytes = 256 * 1024;

type BodyOptions = { maxBodyBytes?: number | undefined; gzip?: true | undefined };

/** The JSON body, read with a cap: `payload_too_large`, `unsupported_media_type`, `malformed_request`. */
export async function readJson(request: Request, { maxBodyBytes, gzip }: BodyOptions = {}): Promise<unknown> {
  const type = request.headers.get("content-type") ?? "";
  const maxBytes = maxBodyBytes ?? defaultMaxBytes;
  const sent = await readBytes(request, maxBytes);
  const isPacked = gzip && request.headers.get("content-encoding") === "gzip";
  const bytes = isPacked ? await unpack(sent, maxBytes) : sent;
  if (bytes.length === 0) throw coreErrors.malformed_request({ detail: "A JSON body is required." });
  if (!/^application\/json\s*(;|$)/i.test(type)) throw coreErrors.unsupported_media_type();
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    // Values are checked one by one only if an escape may hide something.
    return /__proto__|\\u/.test(text) ? JSON.parse(text, refuseHidden) : JSON.parse(text);
  } catch (cause) {
    if (isAppError(cause)) throw cause;
    throw coreErrors.malformed_request({ detail: "The body is not valid JSON in UTF-8.", cause });
  }
}

/** Ends as soon as the text exceeds the limit: a few bytes can unpack to gigabytes. */
async function unpack(bytes: Uint8Array, maxOutputLength: number): Promise<Uint8Array> {
  try {
    return await promisify(gunzip)(bytes, { maxOutputLength });
  } catch (cause) {
    if ((cause as { code?: unknown }).code === "ERR_BUFFER_TOO_LARGE") {
      throw coreErrors.payload_too_large({ detail: `The body may have at most ${maxOutputLength} bytes.`, cause });
    }
    throw coreErrors.malformed_request({ detail: "The body is not valid gzip.", cause });
  }
}

/**
 * Refuses a key that validation would drop silently, and text that is not valid Unicode, which the database cannot
 * store.
 */
function refuseHidden(key: string, value: unknown): unknown {
  if (key === "__proto__") {
    throw coreErrors.validation_failed({ errors: [{ path: key, message: "This field is not known here." }] });
  }
  const isStorable = (text: string) => text.isWellFormed() && !text.includes("\0");
  if (!isStorable(key) || (typeof value === "string" && !isStorable(value))) {
    const message = "Use no NUL and no half of a surrogate pair: no text has them.";
    throw coreErrors.validation_failed({ errors: [{ path: isStorable(key) ? key : "", message }] });
  }
  return value;
}

/** The raw body; refuses by Content-Length before reading, and by count while reading. */
export async function readBytes(request: Request, maxBytes: number): Promise<Uint8Array> {
  const tooLarge = () => coreErrors.payload_too_large({ detail: `The body may have at most ${maxBytes} bytes.` });
  if (Number(request.headers.get("content-length") ?? 0) > maxBytes) throw tooLarge();
  if (!request.body) return new Uint8Array();
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader = request.body.getReader();
  for (;;) {
    // A client that disconnects in the middle is no failure of the panel or its database.
    const { done, value } = await reader.read().catch((cause: unknown) => {
      throw coreErrors.malformed_request({ detail: "The request ended before its body was complete.", cause });
    });
    if (done) break;
    size += value.byteLength;
    if (size > maxBytes) {
      await reader.cancel();
      throw tooLarge();
    }
    chunks.push(value);
  }
  return Buffer.concat(chunks);
}

/** The query as an object of strings; a name given twice is refused, since it is ambiguous which one counts. */
export function parseQuery(url: string): Record<string, string> {
  const query: Record<string, string> = {};
  for (const [name, value] of new URL(url).searchParams) {
    if (Object.hasOwn(query, name)) {
      throw coreErrors.malformed_request({ detail: `The query parameter ${name.slice(0, 40)} is given twice.` });
    }
    if (value.includes("\0")) throw coreErrors.malformed_request({ detail: "The query contains a NUL character." });
    query[name] = value;
  }
  return query;
}
