import { z } from "zod";
import { backupErrors } from "../errors";
import type { ByteReader } from "./byte-reader";
import { type BackupDocument, documentSchema, partitionOf } from "./document";

/**
 * What is inside of the frames, after decompression: records of a type (1 byte), a length (4 bytes) and content. A section is
 * a start with a JSON description, data records, and an end. The manifest is the last record.
 */
const types = { start: 1, data: 2, end: 3, manifest: 4 } as const;
const prefixBytes = 5;
export const mostRecordBytes = 4 * 1024 * 1024;
const mostManifestBytes = 64 * 1024 * 1024;

const sectionStart = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("file"), name: z.string() }),
  z.object({
    kind: z.literal("table"),
    schema: z.string(),
    name: z.string(),
    columns: z.array(z.string()),
    partition: partitionOf,
  }),
]);
export type SectionStart = z.output<typeof sectionStart>;

function record(type: number, content: Buffer): Buffer {
  const prefix = Buffer.alloc(prefixBytes);
  prefix.writeUInt8(type, 0);
  prefix.writeUInt32BE(content.length, 1);
  return Buffer.concat([prefix, content]);
}

const json = (value: unknown) => Buffer.from(JSON.stringify(value));

/** One section; small chunks are collected, so that a record is not much smaller than its limit. */
export async function* writeSection(start: SectionStart, data: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  yield record(types.start, json(start));
  let held: Buffer[] = [];
  let size = 0;
  for await (const chunk of data) {
    held.push(chunk);
    size += chunk.length;
    if (size < 256 * 1024) continue;
    yield* dataRecords(Buffer.concat(held, size));
    held = [];
    size = 0;
  }
  if (size > 0) yield* dataRecords(Buffer.concat(held, size));
  yield record(types.end, Buffer.alloc(0));
}

function* dataRecords(content: Buffer): Generator<Buffer> {
  for (let at = 0; at < content.length; at += mostRecordBytes) {
    yield record(types.data, content.subarray(at, at + mostRecordBytes));
  }
}

export const writeManifest = (document: BackupDocument): Buffer => record(types.manifest, json(document));

export type Section = { start: SectionStart; data: AsyncGenerator<Buffer> };

/**
 * Calls `use` for each section in its order; what it does not read is skipped. Resolves with the manifest, without which
 * a backup is not complete.
 */
export async function readSections(
  source: ByteReader,
  use: (section: Section) => Promise<void>,
): Promise<BackupDocument> {
  for (;;) {
    const { type, content } = await readRecord(source);
    if (type === types.manifest) {
      if (!(await source.isAtEnd())) throw backupErrors.backup_changed({ detail: "Something follows the manifest." });
      return parse(documentSchema, content);
    }
    if (type !== types.start) throw backupErrors.backup_changed({ detail: "A section has no start." });
    const data = readData(source);
    await use({ start: parse(sectionStart, content), data });
    for await (const _skipped of data);
  }
}

async function* readData(source: ByteReader): AsyncGenerator<Buffer> {
  for (;;) {
    const { type, content } = await readRecord(source);
    if (type === types.end) return;
    if (type !== types.data) throw backupErrors.backup_changed({ detail: "A section has no end." });
    yield content;
  }
}

async function readRecord(source: ByteReader): Promise<{ type: number; content: Buffer }> {
  const prefix = await source.read(prefixBytes);
  if (prefix === null) throw backupErrors.backup_cut({ detail: "It has no manifest." });
  const [type, length] = [prefix.readUInt8(0), prefix.readUInt32BE(1)];
  if (length > (type === types.manifest ? mostManifestBytes : mostRecordBytes)) throw backupErrors.backup_changed();
  const content = await source.read(length);
  if (content === null) throw backupErrors.backup_cut();
  return { type, content };
}

function parse<T>(schema: z.ZodType<T>, content: Buffer): T {
  try {
    return schema.parse(JSON.parse(content.toString("utf8")));
  } catch (error) {
    throw backupErrors.backup_changed({ detail: "A description in it cannot be read.", cause: error });
  }
}
