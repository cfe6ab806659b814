import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { basename } from "node:path";
import { env } from "@/lib/core/env";
import { coreErrors } from "@/lib/core/errors";
import { backupErrors } from "../errors";
import { findBackup, hasFile } from "../runs/stored";
import { s3Settings } from "../targets/contract";
import { openStore } from "../targets/open-store";
import { s3Store } from "../targets/s3-store";

/** Where a backup is read from: its id, a file of this machine, or `s3://bucket/key`. */
export type BackupSource = {
  name: string;
  backupId: string | null;
  open(signal: AbortSignal): Promise<AsyncIterable<Uint8Array>>;
};

const isId = (text: string) => /^bkp_[0-9a-z]+$/.test(text);

export async function openSource(given: string): Promise<BackupSource> {
  if (isId(given)) return storedSource(given);
  if (given.startsWith("s3://")) return bucketSource(given);
  await stat(given).catch((error: unknown) => {
    throw coreErrors.not_found({ detail: `There is no file ${given}.`, cause: error });
  });
  const open = async (signal: AbortSignal) => createReadStream(given, { signal, highWaterMark: 1024 * 1024 });
  return { name: basename(given), backupId: null, open };
}

async function storedSource(id: string): Promise<BackupSource> {
  const row = await findBackup(id);
  if (!hasFile(row.state)) throw backupErrors.backup_not_ready({ detail: `The backup is ${row.state}.` });
  const store = openStore(row.target);
  return { name: row.fileName, backupId: id, open: (signal) => store.read(row.fileName, signal) };
}

/** The access is in the environment, under the names that every client of S3 uses. */
function bucketSource(url: string): BackupSource {
  const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_REGION, AWS_ENDPOINT_URL } = env();
  const { hostname: bucket, pathname } = new URL(url);
  const key = decodeURIComponent(pathname.slice(1));
  if (!AWS_ACCESS_KEY_ID || !AWS_SECRET_ACCESS_KEY) {
    throw backupErrors.backup_target_failed({ detail: "Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY." });
  }
  const settings = s3Settings.parse({
    bucket,
    accessKeyId: AWS_ACCESS_KEY_ID,
    ...(AWS_REGION ? { region: AWS_REGION } : {}),
    ...(AWS_ENDPOINT_URL ? { endpoint: AWS_ENDPOINT_URL } : { pathStyle: false }),
  });
  return {
    name: basename(key),
    backupId: null,
    open: (signal) => s3Store(settings, AWS_SECRET_ACCESS_KEY).read(key, signal),
  };
}
