import { createHash, randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import { type HeaderFacts, readBackup, writeBackup } from "./backup-stream";
import type { BackupDocument } from "./document";
import { frameBytes } from "./frames";
import { compressions, preambleBytes } from "./header";
import { writeManifest, writeSection } from "./sections";

const key = { id: "b1", key: Buffer.alloc(32, 5) };
const keys = new Map([[key.id, key.key]]);
const facts: HeaderFacts = {
  id: "bkp_1",
  createdAt: "2026-11-28T00:00:00.000Z",
  panelVersion: "0.1.0",
  installationId: "test",
  lastMigration: "20261128010000_alerts",
  compression: "gzip",
};
const document: BackupDocument = {
  tables: [],
  sequences: [],
  files: [{ name: "secrets.json", bytes: 3, sha256: "00" }],
  migrations: [],
  leftOut: [],
  serverVersion: "18.4",
};
const headBytes = (file: Buffer) => preambleBytes + file.readUInt32BE(8) + 32;

async function* of(...chunks: Buffer[]): AsyncGenerator<Buffer> {
  yield* chunks;
}

/** Content that does not compress, in several frames. */
const content = Buffer.concat(
  Array.from({ length: 80 }, (_, n) => Buffer.alloc(32, n)).flatMap((seed) =>
    Array.from({ length: 1_300 }, (_, n) => createHash("sha256").update(seed).update(String(n)).digest()),
  ),
);

async function* records(withManifest = true): AsyncGenerator<Buffer> {
  yield* writeSection({ kind: "file", name: "secrets.json" }, of(Buffer.from("abc")));
  yield* writeSection(
    { kind: "table", schema: "public", name: "t", columns: ["a"], partition: null },
    of(content.subarray(0, 7), content.subarray(7)),
  );
  if (withManifest) yield writeManifest(document);
}

async function write(changed: Partial<HeaderFacts> = {}, withManifest = true): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of writeBackup({ ...facts, ...changed }, key, records(withManifest))) parts.push(part);
  return Buffer.concat(parts);
}

/** In pieces of an odd size, as a network gives them. */
async function* inPieces(file: Buffer, size = 50_021): AsyncGenerator<Buffer> {
  for (let at = 0; at < file.length; at += size) yield file.subarray(at, at + size);
}

async function read(file: Buffer, known: ReadonlyMap<string, Buffer> = keys) {
  const sections = new Map<string, Buffer>();
  const found = await readBackup(inPieces(file), {
    keys: known,
    onSection: async ({ start, data }) => {
      const parts: Buffer[] = [];
      for await (const part of data) parts.push(part);
      sections.set(start.name, Buffer.concat(parts));
    },
  });
  return { sections, document: found };
}

const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => "accepted",
    (error: { code?: string }) => error.code,
  );

/** The frames after the header. */
function framesOf(file: Buffer): Buffer[] {
  const frames: Buffer[] = [];
  for (let at = headBytes(file); at < file.length; ) {
    const size = 12 + (file.readUInt32BE(at) & 0x7fff_ffff) + 16;
    frames.push(file.subarray(at, at + size));
    at += size;
  }
  return frames;
}

describe("a backup file", () => {
  it.each(compressions)("gives back what went in, with %s", async (compression) => {
    const file = await write({ compression });
    const { sections, document: found } = await read(file);
    expect(sections.get("t")?.equals(content)).toBe(true);
    expect(sections.get("secrets.json")?.toString()).toBe("abc");
    expect(found).toEqual(document);
    expect(framesOf(file).length).toBeGreaterThan(2);
    expect(file.includes(content.subarray(0, 32))).toBe(false);
  });

  it("skips a section that nobody reads", async () => {
    const found = await readBackup(inPieces(await write()), { keys, onSection: async () => {} });
    expect(found).toEqual(document);
  });

  it("is written with other keys each time", async () => {
    const [one, other] = [await write(), await write()];
    const startOf = (file: Buffer) => framesOf(file)[0]?.subarray(12, 44).toString("hex");
    expect(startOf(one)).not.toBe(startOf(other));
  });
});

describe("a backup file is refused", () => {
  it("when it is something else", async () => {
    expect(await codeOf(read(Buffer.from("")))).toBe("backup_not_recognised");
    expect(await codeOf(read(randomBytes(5_000)))).toBe("backup_not_recognised");
  });

  it("under another key, with a word about which one", async () => {
    const file = await write();
    expect(await codeOf(read(file, new Map([["b2", key.key]])))).toBe("backup_wrong_key");
    expect(await codeOf(read(file, new Map([["b1", Buffer.alloc(32, 6)]])))).toBe("backup_wrong_key");
  });

  it("when its header is of a newer format, or was changed", async () => {
    const file = await write();
    const newer = Buffer.from(file);
    newer.write('{"format":2', preambleBytes);
    expect(await codeOf(read(newer))).toBe("backup_newer_format");
    const renamed = Buffer.from(file);
    const at = renamed.indexOf('"installationId":"test"');
    renamed.write('"installationId":"Test"', at);
    expect(await codeOf(read(renamed))).toBe("backup_changed");
  });

  it("when any byte of a frame was changed", async () => {
    const file = await write();
    const start = headBytes(file);
    for (const at of [start + 12, start + 12 + frameBytes, start + frameBytes + 500, file.length - 1]) {
      const changed = Buffer.from(file);
      changed.writeUInt8(changed.readUInt8(at) ^ 1, at);
      expect(await codeOf(read(changed)), `byte ${at}`).toMatch(/backup_(changed|cut)/);
    }
  });

  it("when it was cut, within a frame or between two", async () => {
    const file = await write();
    const [first = Buffer.alloc(0)] = framesOf(file);
    const ends = [file.length - 1, headBytes(file) + first.length, headBytes(file) + 5, headBytes(file), 20];
    for (const end of ends) expect(await codeOf(read(file.subarray(0, end))), `end ${end}`).toBe("backup_cut");
  });

  it("when its last frame was marked as not last, or an earlier one as last", async () => {
    const file = await write();
    const frames = framesOf(file);
    const flipped = (index: number) => {
      const changed = Buffer.from(file);
      const at = headBytes(file) + frames.slice(0, index).reduce((sum, { length }) => sum + length, 0);
      changed.writeUInt32BE((changed.readUInt32BE(at) ^ 0x8000_0000) >>> 0, at);
      return changed;
    };
    expect(await codeOf(read(flipped(0)))).toBe("backup_changed");
    expect(await codeOf(read(flipped(frames.length - 1)))).toBe("backup_changed");
  });

  it("when frames were exchanged, left out, repeated or added", async () => {
    const file = await write();
    const head = file.subarray(0, headBytes(file));
    const [one = Buffer.alloc(0), two = Buffer.alloc(0), ...rest] = framesOf(file);
    expect(await codeOf(read(Buffer.concat([head, two, one, ...rest])))).toBe("backup_reordered");
    expect(await codeOf(read(Buffer.concat([head, two, ...rest])))).toBe("backup_reordered");
    expect(await codeOf(read(Buffer.concat([head, one, one, two, ...rest])))).toBe("backup_reordered");
    expect(await codeOf(read(Buffer.concat([file, one])))).toBe("backup_changed");
  });

  it("when a frame is from another backup of the same key", async () => {
    const [file, other] = [await write(), await write()];
    const head = file.subarray(0, headBytes(file));
    const [, ...rest] = framesOf(file);
    const [foreign = Buffer.alloc(0)] = framesOf(other);
    expect(await codeOf(read(Buffer.concat([head, foreign, ...rest])))).toBe("backup_changed");
  });

  it("when it has no manifest", async () => {
    expect(await codeOf(read(await write({}, false)))).toBe("backup_cut");
  });
});
