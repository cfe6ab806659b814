import { isRecord } from "@/lib/core/records";
import { provisioningErrors } from "../../errors";

const maxLineLength = 1024 * 1024;

/** The objects of a newline-delimited JSON stream (events, statistics, pull progress), each capped at 1 MiB. */
export async function* jsonLines(stream: AsyncIterable<Buffer>): AsyncGenerator<Record<string, unknown>> {
  const decoder = new TextDecoder();
  let pending = "";
  for await (const chunk of stream) {
    pending += decoder.decode(chunk, { stream: true });
    const lines = pending.split("\n");
    pending = lines.pop() ?? "";
    if (pending.length > maxLineLength) throw provisioningErrors.engine_refused({ detail: "Unreadable answer." });
    for (const line of lines) {
      const value = parseObject(line);
      if (value) yield value;
    }
  }
  const last = parseObject(pending);
  if (last) yield last;
}

function parseObject(line: string): Record<string, unknown> | null {
  if (line.trim() === "") return null;
  try {
    const value: unknown = JSON.parse(line);
    return isRecord(value) ? value : null;
  } catch (cause) {
    throw provisioningErrors.engine_refused({ detail: "Unreadable answer.", cause });
  }
}
