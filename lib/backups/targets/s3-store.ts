import { Readable } from "node:stream";
import type { S3Client } from "@aws-sdk/client-s3";
import { isAppError, messageOf } from "@/lib/core/errors";
import { backupErrors } from "../errors";
import type { S3Settings } from "./contract";
import type { BackupStore } from "./target";

/** Three parts of 8 MiB in memory at once; a part number goes to 10,000, so a file may have 78 GiB. */
const partBytes = 8 * 1024 * 1024;
const partsAtOnce = 2;
const testName = "lightnode-test";
const requestTimeoutMs = 60_000;

type S3 = typeof import("@aws-sdk/client-s3");
type Access = { sdk: S3; client: S3Client; bucket: string; prefix: string };

/** Loaded at the first use: the client takes 30 MB of memory. */
async function access(settings: S3Settings, secretAccessKey: string): Promise<Access> {
  const sdk = await import("@aws-sdk/client-s3");
  const mode = settings.checksums === "when-required" ? "WHEN_REQUIRED" : "WHEN_SUPPORTED";
  const client = new sdk.S3Client({
    region: settings.region,
    ...(settings.endpoint ? { endpoint: settings.endpoint } : {}),
    forcePathStyle: settings.pathStyle,
    credentials: { accessKeyId: settings.accessKeyId, secretAccessKey },
    requestChecksumCalculation: mode,
    responseChecksumValidation: mode,
    maxAttempts: 5,
    requestHandler: { requestTimeout: requestTimeoutMs, connectionTimeout: 10_000 },
  });
  return { sdk, client, bucket: settings.bucket, prefix: settings.prefix };
}

/** Objects of a bucket of any service that speaks S3. */
export function s3Store(settings: S3Settings, secret: string): BackupStore {
  const keyOf = (name: string) => `${settings.prefix}${name}`;
  const store: BackupStore = {
    write: (name, source, signal) => within(() => upload(settings, secret, keyOf(name), source, signal)),
    read: (name, signal) => within(() => download(settings, secret, keyOf(name), signal)),
    remove: (name) =>
      withClient(settings, secret, async ({ sdk, client, bucket }) => {
        await client.send(new sdk.DeleteObjectCommand({ Bucket: bucket, Key: keyOf(name) }));
      }),
    removePartials: () => withClient(settings, secret, abortLeftovers),
    async test() {
      const content = Buffer.from(`written at ${new Date().toISOString()}\n`);
      const signal = AbortSignal.timeout(30_000);
      await store.write(testName, one(content), signal);
      const parts: Uint8Array[] = [];
      for await (const part of await store.read(testName, signal)) parts.push(part);
      await store.remove(testName);
      if (!Buffer.concat(parts).equals(content)) throw new Error("it did not give back what was written");
    },
  };
  return { ...store, test: () => within(store.test) };
}

/** In parts of unknown number. Parts of an upload that failed are removed: services bill them. */
async function upload(
  settings: S3Settings,
  secret: string,
  key: string,
  source: AsyncIterable<Buffer>,
  signal: AbortSignal,
): Promise<void> {
  const [{ sdk, client, bucket }, { Upload }] = await Promise.all([
    access(settings, secret),
    import("@aws-sdk/lib-storage"),
  ]);
  const body = Readable.from(source, { objectMode: false, highWaterMark: 1024 * 1024 });
  const running = new Upload({
    client,
    params: { Bucket: bucket, Key: key, Body: body, ContentType: "application/octet-stream" },
    partSize: partBytes,
    queueSize: partsAtOnce,
    // The library would remove them after this function has ended.
    leavePartsOnError: true,
  });
  const stop = () => void running.abort();
  signal.addEventListener("abort", stop, { once: true });
  // An error of the source must reach the caller, not only end the body.
  const broken = new Promise<never>((_resolve, reject) => body.once("error", reject));
  broken.catch(() => {});
  try {
    signal.throwIfAborted();
    await Promise.race([running.done(), broken]);
  } catch (error) {
    await running.abort().catch(() => {});
    if (running.uploadId) {
      const begun = { Bucket: bucket, Key: key, UploadId: running.uploadId };
      // What cannot be removed now is removed before the next backup.
      await client.send(new sdk.AbortMultipartUploadCommand(begun)).catch(() => {});
    }
    signal.throwIfAborted();
    throw error;
  } finally {
    signal.removeEventListener("abort", stop);
    body.destroy();
    client.destroy();
  }
}

async function download(
  settings: S3Settings,
  secret: string,
  key: string,
  signal: AbortSignal,
): Promise<AsyncIterable<Uint8Array>> {
  const { sdk, client, bucket } = await access(settings, secret);
  const answer = await client
    .send(new sdk.GetObjectCommand({ Bucket: bucket, Key: key }), { abortSignal: signal })
    .catch((error: unknown) => {
      client.destroy();
      if (error instanceof Error && /NoSuchKey|NotFound/.test(error.name))
        throw backupErrors.backup_not_ready({ detail: "Its object is missing." });
      throw error;
    });
  return chunksOf(answer.Body instanceof Readable ? answer.Body : Readable.from([]), client);
}

async function* chunksOf(body: Readable, client: S3Client): AsyncGenerator<Uint8Array> {
  try {
    yield* body;
  } finally {
    body.destroy();
    client.destroy();
  }
}

/** Uploads under the prefix that a killed process left. */
async function abortLeftovers({ sdk, client, bucket, prefix }: Access): Promise<number> {
  let aborted = 0;
  const { Uploads = [] } = await client.send(new sdk.ListMultipartUploadsCommand({ Bucket: bucket, Prefix: prefix }));
  for (const { Key, UploadId } of Uploads) {
    if (!Key || !UploadId) continue;
    await client.send(new sdk.AbortMultipartUploadCommand({ Bucket: bucket, Key, UploadId }));
    aborted++;
  }
  return aborted;
}

async function withClient<T>(settings: S3Settings, secret: string, work: (access: Access) => Promise<T>): Promise<T> {
  return within(async () => {
    const opened = await access(settings, secret);
    try {
      return await work(opened);
    } finally {
      opened.client.destroy();
    }
  });
}

async function* one(content: Buffer): AsyncGenerator<Buffer> {
  yield content;
}

async function within<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (isAppError(error)) throw error;
    if (error instanceof Error && error.name === "AbortError") throw error;
    const name = error instanceof Error && error.name !== "Error" ? `${error.name}: ` : "";
    throw backupErrors.backup_target_failed({ detail: `${name}${messageOf(error)}`.slice(0, 300), cause: error });
  }
}
