import { createReadStream, createWriteStream } from "node:fs";
import { pipeline } from "node:stream/promises";
import { systemActor } from "@/lib/access/actor";
import { formatBytes } from "@/lib/core/units";
import { downloadDump, listDumps } from "@/lib/hosted-services/databases/dumps/queries";
import { requestDump } from "@/lib/hosted-services/databases/dumps/request-dump";
import { restoreDatabase } from "@/lib/hosted-services/databases/dumps/restore-database";
import { uploadDump } from "@/lib/hosted-services/databases/dumps/upload-dump";
import { bodyChunks } from "@/lib/http/body-chunks";
import { type Command, table } from "../../command-line";

export const commands: readonly Command[] = [
  {
    name: "db dump",
    summary: "Request a dump of a database; the worker writes it.",
    positionals: ["ID"],
    async run(input) {
      const dump = await requestDump(systemActor, input.positional(0));
      return { json: dump, text: `${dump.id} is ${dump.status}.` };
    },
  },
  {
    name: "db dumps",
    summary: "The dumps of a database, the newest first.",
    positionals: ["ID"],
    async run(input) {
      const { items } = await listDumps(systemActor, input.positional(0));
      const sizeOf = (bytes: number | null) => (bytes === null ? "" : formatBytes(bytes));
      const rows = items.map((item) => [item.id, item.origin, item.status, sizeOf(item.sizeBytes), item.createdAt]);
      return { json: { items }, text: table(["ID", "ORIGIN", "STATE", "SIZE", "CREATED"], rows) };
    },
  },
  {
    name: "db download",
    summary: "Write a dump to a file, compressed with gzip; recorded in the audit log.",
    positionals: ["ID", "DUMP", "FILE"],
    async run(input) {
      const file = input.positional(2);
      const { body } = await downloadDump(systemActor, input.positional(0), input.positional(1));
      await pipeline(bodyChunks(body), createWriteStream(file, { mode: 0o600, flags: "wx" }));
      return { json: { file }, text: `${file} is written.` };
    },
  },
  {
    name: "db upload",
    summary: "Upload a dump in the plain format, compressed with gzip or not.",
    positionals: ["ID", "FILE"],
    async run(input) {
      const file = createReadStream(input.positional(1));
      const dump = await uploadDump(systemActor, input.positional(0), file, AbortSignal.timeout(3_600_000));
      return { json: dump, text: `${dump.id} is ${dump.status}.` };
    },
  },
  {
    name: "db restore",
    summary: "Replace everything in a database by the content of a dump.",
    positionals: ["ID", "DUMP"],
    async run(input) {
      const { status } = await restoreDatabase(systemActor, input.positional(0), input.positional(1));
      return { json: { id: input.positional(0), status }, text: "The worker restores it; see its timeline." };
    },
  },
];
