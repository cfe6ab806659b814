import { createHash, createHmac, hkdfSync, timingSafeEqual } from "node:crypto";
import { z } from "zod";
import { backupErrors } from "../errors";

/**
 * The start of a backup file: `LNBACKUP`, the length of the header (4 bytes, big endian), the header (JSON), and its
 * HMAC-SHA256. It is not encrypted, since it says which key opens the rest; its hash is additional data of every frame.
 */
const magic = Buffer.from("LNBACKUP");
const macBytes = 32;
export const mostHeaderBytes = 64 * 1024;
export const newestFormat = 1;

export const compressions = ["gzip", "zstd"] as const;
export type Compression = (typeof compressions)[number];

const headerSchema = z.object({
  format: z.literal(newestFormat),
  id: z.string(),
  createdAt: z.iso.datetime(),
  panelVersion: z.string(),
  installationId: z.string(),
  /** Name of the newest migration of the database. */
  lastMigration: z.string(),
  compression: z.enum(compressions),
  keyId: z.string(),
  /** Says whether a key is the right one, without opening anything. */
  keyCheck: z.string(),
  /** 32 random bytes, base64: every file has keys of its own. */
  salt: z.string(),
});
export type BackupHeader = z.output<typeof headerSchema>;

export type FileKeys = { frames: Buffer; headerMac: Buffer };

/** Keys of one file, by HKDF (RFC 5869) from the backup key and the file's salt. */
export function deriveKeys(backupKey: Buffer, salt: string): FileKeys {
  const derive = (use: string) => Buffer.from(hkdfSync("sha256", backupKey, Buffer.from(salt, "base64"), use, 32));
  return { frames: derive("lightnode backup frames"), headerMac: derive("lightnode backup header") };
}

export function keyCheckOf(backupKey: Buffer): string {
  return createHmac("sha256", backupKey).update("lightnode backup key check").digest("hex").slice(0, 16);
}

export function encodeHeader(header: BackupHeader, keys: FileKeys): Buffer {
  const text = Buffer.from(JSON.stringify(header));
  const length = Buffer.alloc(4);
  length.writeUInt32BE(text.length);
  const signed = Buffer.concat([magic, length, text]);
  return Buffer.concat([signed, createHmac("sha256", keys.headerMac).update(signed).digest()]);
}

/** Additional data of the frames. */
export const digestOf = (encoded: Buffer): Buffer => createHash("sha256").update(encoded).digest();

export type OpenedHeader = { header: BackupHeader; keys: FileKeys; encoded: Buffer };
/** Bytes of a file before its header text. */
export const preambleBytes = magic.length + 4;

/** Length of the rest of the encoded header, once the preamble has been read. */
export function restOfHeader(preamble: Buffer): number {
  if (preamble.length < preambleBytes || !preamble.subarray(0, magic.length).equals(magic)) {
    throw backupErrors.backup_not_recognised();
  }
  const length = preamble.readUInt32BE(magic.length);
  if (length > mostHeaderBytes) throw backupErrors.backup_not_recognised();
  return length + macBytes;
}

/** Reads the header without a key, for lists; throws when it is no backup of a format that this panel knows. */
export function parseHeader(encoded: Buffer): BackupHeader {
  const text = encoded.subarray(preambleBytes, encoded.length - macBytes).toString("utf8");
  const content = parseJson(text);
  const format = typeof content === "object" && content !== null ? Reflect.get(content, "format") : null;
  if (typeof format === "number" && format > newestFormat) throw backupErrors.backup_newer_format();
  const parsed = headerSchema.safeParse(content);
  if (!parsed.success) throw backupErrors.backup_changed({ detail: "Its header cannot be read." });
  return parsed.data;
}

/** Checks the header against the keys that the panel or the recovery kit has, by id. */
export function openHeader(encoded: Buffer, backupKeys: ReadonlyMap<string, Buffer>): OpenedHeader {
  const header = parseHeader(encoded);
  const key = backupKeys.get(header.keyId);
  if (!key) {
    const known = [...backupKeys.keys()].join(", ");
    throw backupErrors.backup_wrong_key({ detail: `It needs the key ${header.keyId}; known keys: ${known}.` });
  }
  if (keyCheckOf(key) !== header.keyCheck) {
    throw backupErrors.backup_wrong_key({ detail: `The key ${header.keyId} is another one than the backup's.` });
  }
  const keys = deriveKeys(key, header.salt);
  const signed = encoded.subarray(0, encoded.length - macBytes);
  const expected = createHmac("sha256", keys.headerMac).update(signed).digest();
  if (!timingSafeEqual(expected, encoded.subarray(encoded.length - macBytes))) {
    throw backupErrors.backup_changed({ detail: "Its header was changed." });
  }
  return { header, keys, encoded };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
