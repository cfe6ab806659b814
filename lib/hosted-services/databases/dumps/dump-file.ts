import { createReadStream, createWriteStream } from "node:fs";
import { mkdir, readdir, rename, rm, stat, statfs } from "node:fs/promises";
import path from "node:path";
import { Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip, createGzip } from "node:zlib";
import { env } from "@/lib/core/env";
import { coreErrors } from "@/lib/core/errors";
import { hostedServiceErrors } from "../../errors";
import { mostFileBytes } from "./contract";

/**
 * Dumps as compressed files in the panel's folder of data, readable by its user only. A file has its name when it is
 * complete: what a killed process leaves has another one.
 */
const folder = () => path.join(env().DATA_DIR, "dumps");
const ending = ".sql.gz";
const fileOf = (id: string) => path.join(folder(), `${id}${ending}`);

/** Left free on the disk of the panel. */
const keptFreeBytes = 512 * 1024 * 1024;

/** Writes and compresses; resolves with the size of the file in bytes. Too large: `dump_too_large`. */
export async function writeDumpFile(id: string, source: AsyncIterable<string | Buffer>, signal: AbortSignal) {
  return write(id, signal, (target) => pipeline(source, createGzip({ level: 4 }), limit(tooLarge), target, { signal }));
}

/** Keeps what a client sends: a plain file or one that gzip compressed. `payload_too_large` above the limit. */
export async function receiveDumpFile(id: string, source: AsyncIterable<Uint8Array>, signal: AbortSignal) {
  const body = source[Symbol.asyncIterator]();
  const first = await body.next();
  if (first.done || first.value.length === 0) {
    throw coreErrors.malformed_request({ detail: "Send the file as the body of the request." });
  }
  const isCompressed = first.value[0] === 0x1f && first.value[1] === 0x8b;
  const all = rest(first.value, body);
  const limited = limit(() => coreErrors.payload_too_large({ detail: "The file may have at most 2 GiB." }));
  return write(id, signal, (target) =>
    isCompressed
      ? pipeline(all, limited, target, { signal })
      : pipeline(all, createGzip({ level: 4 }), limited, target, { signal }),
  );
}

async function* rest(first: Uint8Array, body: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  for (let next = first; ; ) {
    yield next;
    const { value, done } = await body.next();
    if (done) return;
    next = value;
  }
}

async function write(
  id: string,
  signal: AbortSignal,
  fill: (target: NodeJS.WritableStream) => Promise<void>,
): Promise<number> {
  signal.throwIfAborted();
  await mkdir(folder(), { recursive: true, mode: 0o700 });
  await requireSpace();
  const partial = `${fileOf(id)}.part`;
  try {
    await fill(createWriteStream(partial, { mode: 0o600 }));
    await rename(partial, fileOf(id));
  } catch (error) {
    await rm(partial, { force: true });
    throw error;
  }
  return (await stat(fileOf(id))).size;
}

async function requireSpace(): Promise<void> {
  const { bavail, bsize } = await statfs(folder());
  if (bavail * bsize < keptFreeBytes)
    throw hostedServiceErrors.dump_failed({ detail: "The panel's disk is nearly full." });
}

const tooLarge = () => hostedServiceErrors.dump_too_large({ detail: "Its compressed file exceeds 2 GiB." });

function limit(error: () => Error, most = mostFileBytes): Transform {
  let size = 0;
  return new Transform({
    transform(chunk: Buffer, _, done) {
      size += chunk.length;
      done(size > most ? error() : null, chunk);
    },
  });
}

/** The compressed file, for a download. */
export const openDumpFile = (id: string) => createReadStream(fileOf(id));

/** Decompresses the file into `use`. A file that unpacks to more than `mostBytes` is refused. */
export async function readDumpFile<T>(
  id: string,
  mostBytes: number,
  use: (source: AsyncIterable<Buffer>) => Promise<T>,
): Promise<T> {
  const tooLong = () =>
    hostedServiceErrors.restore_failed({ detail: "The file unpacks to far more than the database may have." });
  return pipeline(createReadStream(fileOf(id)), createGunzip(), limit(tooLong, mostBytes), use).catch(
    (error: unknown) => {
      const code = error instanceof Error ? String(Reflect.get(error, "code")) : "";
      const reason = code === "ENOENT" ? "Its file is missing." : code.startsWith("Z_") ? "The file is damaged." : null;
      throw reason ? hostedServiceErrors.restore_failed({ detail: reason, cause: error }) : error;
    },
  );
}

export async function deleteDumpFile(id: string): Promise<void> {
  await rm(fileOf(id), { force: true });
}

/** All files, also incomplete ones, with the ids of their dumps. */
export async function listDumpFiles(): Promise<{ id: string; modifiedAt: Date; remove: () => Promise<void> }[]> {
  const names = await readdir(folder()).catch(() => []);
  return Promise.all(
    names.map(async (name) => {
      const file = path.join(folder(), name);
      const { mtime } = await stat(file);
      return { id: name.split(".")[0] ?? "", modifiedAt: mtime, remove: () => rm(file, { force: true }) };
    }),
  );
}
