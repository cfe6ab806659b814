import { createCipheriv, createDecipheriv } from "node:crypto";
import { backupErrors } from "../errors";
import type { ByteReader } from "./byte-reader";

/**
 * The compressed stream in frames of 1 MiB, each encrypted with AES-256-GCM: length and "last" mark (4 bytes), number
 * (8 bytes), ciphertext, tag (16 bytes). The nonce is the number of the frame, which is safe since every file has a key of
 * its own. The mark, the number and the header are authenticated, so a file that was cut, joined or reordered is refused.
 */
export const frameBytes = 1024 * 1024;
const lastMark = 0x8000_0000;
const prefixBytes = 12;
const tagBytes = 16;

type FrameKeys = { key: Buffer; headerDigest: Buffer };

function nonceOf(prefix: Buffer): Buffer {
  const nonce = Buffer.alloc(12);
  prefix.copy(nonce, 4, 4, prefixBytes);
  return nonce;
}

function sealFrame({ key, headerDigest }: FrameKeys, plain: Buffer, number: bigint, isLast: boolean): Buffer {
  const prefix = Buffer.alloc(prefixBytes);
  prefix.writeUInt32BE((plain.length | (isLast ? lastMark : 0)) >>> 0, 0);
  prefix.writeBigUInt64BE(number, 4);
  const cipher = createCipheriv("aes-256-gcm", key, nonceOf(prefix));
  cipher.setAAD(Buffer.concat([headerDigest, prefix]));
  const sealed = cipher.update(plain);
  cipher.final();
  return Buffer.concat([prefix, sealed, cipher.getAuthTag()]);
}

export async function* encryptFrames(source: AsyncIterable<Buffer>, keys: FrameKeys): AsyncGenerator<Buffer> {
  let number = 0n;
  let held: Buffer[] = [];
  let size = 0;
  for await (const chunk of source) {
    held.push(chunk);
    size += chunk.length;
    // One byte more than fits: the last frame is known only when the source has ended.
    while (size > frameBytes) {
      const all = Buffer.concat(held, size);
      yield sealFrame(keys, all.subarray(0, frameBytes), number++, false);
      held = [all.subarray(frameBytes)];
      size -= frameBytes;
    }
  }
  yield sealFrame(keys, Buffer.concat(held, size), number, true);
}

export async function* decryptFrames(source: ByteReader, keys: FrameKeys): AsyncGenerator<Buffer> {
  for (let number = 0n; ; number++) {
    const prefix = await source.read(prefixBytes);
    if (prefix === null) throw backupErrors.backup_cut();
    const mark = prefix.readUInt32BE(0);
    const length = mark & ~lastMark;
    if (length > frameBytes) throw backupErrors.backup_changed();
    if (prefix.readBigUInt64BE(4) !== number) throw backupErrors.backup_reordered();
    const sealed = await source.read(length + tagBytes);
    if (sealed === null) throw backupErrors.backup_cut();
    yield openFrame(keys, prefix, sealed);
    if ((mark & lastMark) === 0) continue;
    if (!(await source.isAtEnd())) throw backupErrors.backup_changed({ detail: "Something follows its end." });
    return;
  }
}

function openFrame({ key, headerDigest }: FrameKeys, prefix: Buffer, sealed: Buffer): Buffer {
  const decipher = createDecipheriv("aes-256-gcm", key, nonceOf(prefix), { authTagLength: tagBytes });
  decipher.setAAD(Buffer.concat([headerDigest, prefix]));
  decipher.setAuthTag(sealed.subarray(sealed.length - tagBytes));
  const plain = decipher.update(sealed.subarray(0, sealed.length - tagBytes));
  try {
    decipher.final();
  } catch (error) {
    throw backupErrors.backup_changed({ cause: error });
  }
  return plain;
}
