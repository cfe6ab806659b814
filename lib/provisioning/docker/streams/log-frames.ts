import type { LogLine } from "../../engine";
import { provisioningErrors } from "../../errors";

/**
 * Docker's log stream: frames of an 8-byte header (stream number, big-endian length) and one message each, which opens
 * with a timestamp and closes with a newline unless it is a part of a line above 16 KiB. Pure; feed it any chunking.
 */
const headerLength = 8;
const maxFrameLength = 1024 * 1024;
/** Characters kept of a line; the rest is dropped and marked, so that one line cannot fill a browser or the database. */
export const maxLineLength = 8192;

type StreamName = LogLine["stream"];
type PartialLine = { cursor: string; text: string };

export class LogDecoder {
  #pending: Buffer = Buffer.alloc(0);
  readonly #partial = new Map<StreamName, PartialLine>();

  push(chunk: Buffer): LogLine[] {
    this.#pending = this.#pending.length === 0 ? chunk : Buffer.concat([this.#pending, chunk]);
    const lines: LogLine[] = [];
    let offset = 0;
    while (this.#pending.length - offset >= headerLength) {
      const length = this.#pending.readUInt32BE(offset + 4);
      if (length > maxFrameLength) throw provisioningErrors.engine_refused({ detail: "Unreadable log stream." });
      const end = offset + headerLength + length;
      if (this.#pending.length < end) break;
      const stream = this.#pending[offset] === 2 ? "stderr" : "stdout";
      const line = this.#take(stream, this.#pending.toString("utf8", offset + headerLength, end));
      if (line) lines.push(line);
      offset = end;
    }
    this.#pending = this.#pending.subarray(offset);
    return lines;
  }

  /** What a container wrote last without a newline. */
  end(): LogLine[] {
    const rest = [...this.#partial].map(([stream, partial]) => toLine(stream, partial));
    this.#partial.clear();
    return rest;
  }

  #take(stream: StreamName, message: string): LogLine | null {
    const space = message.indexOf(" ");
    const cursor = message.slice(0, space);
    const complete = message.endsWith("\n");
    const text = message.slice(space + 1, complete ? -1 : undefined);
    const before = this.#partial.get(stream);
    const joined = { cursor, text: before ? appendCapped(before.text, text) : text.slice(0, maxLineLength + 1) };
    if (!complete) {
      this.#partial.set(stream, joined);
      return null;
    }
    this.#partial.delete(stream);
    return toLine(stream, joined);
  }
}

/** One character above the cap is kept, to know that something was dropped. */
function appendCapped(text: string, more: string): string {
  return text.length > maxLineLength ? text : (text + more).slice(0, maxLineLength + 1);
}

function toLine(stream: StreamName, { cursor, text }: PartialLine): LogLine {
  const capped = text.length > maxLineLength ? `${text.slice(0, maxLineLength)}…` : text;
  return { at: new Date(cursor), stream, text: capped.replace(/\r$/, ""), cursor };
}

/** Docker's `since` for "from this date on". */
export function sinceDate(date: Date): string {
  const ms = date.getTime();
  return `${Math.floor(ms / 1000)}.${String(ms % 1000).padStart(3, "0")}000000`;
}

/** Docker's `since` for "from the line with this cursor on"; equal for equal cursors. Null when it is not a cursor. */
export function sinceCursor(cursor: string): string | null {
  const match = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?Z$/.exec(cursor);
  return match ? `${Date.parse(`${match[1]}Z`) / 1000}.${(match[2] ?? "").padEnd(9, "0")}` : null;
}
