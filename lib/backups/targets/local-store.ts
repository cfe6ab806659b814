import { createReadStream, createWriteStream } from "node:fs";
import { mkdir, open, readdir, rename, rm } from "node:fs/promises";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import { env } from "@/lib/core/env";
import { messageOf } from "@/lib/core/errors";
import { backupErrors } from "../errors";
import type { LocalSettings } from "./contract";
import type { BackupStore } from "./target";

const partial = ".part";
const testName = "lightnode-test";

/** Files in a folder of this machine, readable by the panel's user only. */
export function localStore({ folder: given }: LocalSettings): BackupStore {
  const folder = path.resolve(given ?? path.join(env().DATA_DIR, "backups"));
  const fileOf = (name: string) => path.join(folder, path.basename(name));
  const store: BackupStore = {
    async write(name, source, signal) {
      await mkdir(folder, { recursive: true, mode: 0o700 }).catch(failed);
      const file = fileOf(name);
      try {
        await pipeline(source, createWriteStream(`${file}${partial}`, { mode: 0o600, flush: true }), { signal });
        await rename(`${file}${partial}`, file);
        await syncFolder(folder);
      } catch (error) {
        await rm(`${file}${partial}`, { force: true });
        throw isOfSystem(error) ? failed(error) : error;
      }
    },
    async read(name, signal) {
      const file = await open(fileOf(name)).catch((error: unknown) => {
        throw isMissing(error) ? backupErrors.backup_not_ready({ detail: "Its file is missing." }) : failure(error);
      });
      return file.createReadStream({ signal, highWaterMark: 1024 * 1024 });
    },
    async remove(name) {
      await rm(fileOf(name), { force: true }).catch(failed);
    },
    async removePartials() {
      const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith(partial));
      for (const name of names) await rm(path.join(folder, name), { force: true });
      return names.length;
    },
    async test() {
      const content = Buffer.from(`written at ${new Date().toISOString()}\n`);
      await store.write(testName, one(content), AbortSignal.timeout(10_000));
      const read = await createReadStream(fileOf(testName)).toArray().catch(failed);
      await store.remove(testName);
      if (!Buffer.concat(read).equals(content)) throw failure(new Error("it did not give back what was written"));
    },
  };
  return store;
}

async function* one(content: Buffer): AsyncGenerator<Buffer> {
  yield content;
}

/** So that the name survives a power failure as well. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder);
  await handle.sync().finally(() => handle.close());
}

const codeOf = (error: unknown) => (error instanceof Error && "code" in error ? String(error.code) : "");
const isMissing = (error: unknown) => codeOf(error) === "ENOENT";
const isOfSystem = (error: unknown) => /^E[A-Z]+$/.test(codeOf(error));
const failure = (error: unknown) => backupErrors.backup_target_failed({ detail: messageOf(error), cause: error });
function failed(error: unknown): never {
  throw failure(error);
}
