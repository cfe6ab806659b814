import { randomBytes } from "node:crypto";
import { PassThrough, Readable, type Transform } from "node:stream";
import { constants, createGunzip, createGzip, createZstdCompress, createZstdDecompress } from "node:zlib";
import { backupErrors } from "../errors";
import { ByteReader } from "./byte-reader";
import type { BackupDocument } from "./document";
import { decryptFrames, encryptFrames } from "./frames";
import {
  type BackupHeader,
  type Compression,
  deriveKeys,
  digestOf,
  encodeHeader,
  keyCheckOf,
  newestFormat,
  openHeader,
  preambleBytes,
  restOfHeader,
} from "./header";
import { readSections, type Section } from "./sections";

export type BackupKey = { id: string; key: Buffer };
export type HeaderFacts = Pick<
  BackupHeader,
  "id" | "createdAt" | "panelVersion" | "installationId" | "lastMigration" | "compression"
>;

const compressors = {
  gzip: () => createGzip({ level: 1, chunkSize: 256 * 1024 }),
  zstd: () => createZstdCompress({ params: { [constants.ZSTD_c_compressionLevel]: 1 }, chunkSize: 256 * 1024 }),
} satisfies Record<Compression, () => Transform>;
const decompressors = {
  gzip: () => createGunzip({ chunkSize: 256 * 1024 }),
  zstd: () => createZstdDecompress({ chunkSize: 256 * 1024 }),
} satisfies Record<Compression, () => Transform>;

/** The bytes of a backup file with these records. Nothing of it is held longer than a frame. */
export async function* writeBackup(
  facts: HeaderFacts,
  { id: keyId, key }: BackupKey,
  records: AsyncIterable<Buffer>,
): AsyncGenerator<Buffer> {
  const salt = randomBytes(32).toString("base64");
  const keys = deriveKeys(key, salt);
  const header = encodeHeader({ format: newestFormat, ...facts, keyId, keyCheck: keyCheckOf(key), salt }, keys);
  yield header;
  const compressed = through(records, compressors[facts.compression]());
  yield* encryptFrames(compressed, { key: keys.frames, headerDigest: digestOf(header) });
}

/** The encoded header at the start of a stream. */
export async function readEncodedHeader(source: ByteReader): Promise<Buffer> {
  const preamble = await source.read(preambleBytes);
  if (preamble === null) throw backupErrors.backup_not_recognised();
  const length = restOfHeader(preamble);
  const rest = await source.read(length);
  if (rest === null) throw backupErrors.backup_cut();
  return Buffer.concat([preamble, rest]);
}

export type ReadOptions = {
  keys: ReadonlyMap<string, Buffer>;
  /** Called before anything else is read; may throw to refuse the backup. */
  onHeader?: (header: BackupHeader) => Promise<void> | void;
  onSection: (section: Section) => Promise<void>;
};

/** Reads a backup to its end; whatever is wrong with it is an error of its own (`lib/backups/errors.ts`). */
export async function readBackup(source: AsyncIterable<Uint8Array>, options: ReadOptions): Promise<BackupDocument> {
  const reader = new ByteReader(source);
  try {
    const { header, keys, encoded } = openHeader(await readEncodedHeader(reader), options.keys);
    await options.onHeader?.(header);
    const frames = decryptFrames(reader, { key: keys.frames, headerDigest: digestOf(encoded) });
    const records = new ByteReader(through(frames, decompressors[header.compression]()));
    try {
      return await readSections(records, options.onSection);
    } finally {
      await records.close();
    }
  } finally {
    await reader.close();
  }
}

/** `pipeline` for an iterable: an error of either side ends the other one and is thrown to the reader. */
async function* through(source: AsyncIterable<Buffer>, transform: Transform): AsyncGenerator<Buffer> {
  const output = new PassThrough({ highWaterMark: 256 * 1024 });
  const input = Readable.from(source, { objectMode: false, highWaterMark: 256 * 1024 });
  input.on("error", (error) => output.destroy(error));
  transform.on("error", (error) => output.destroy(damaged(error)));
  input.pipe(transform).pipe(output);
  try {
    yield* output;
  } finally {
    for (const stream of [input, transform, output]) stream.destroy();
  }
}

/** What decompression refuses was authenticated before, so it was written like that. */
const damaged = (error: Error) => backupErrors.backup_changed({ detail: "It cannot be decompressed.", cause: error });
