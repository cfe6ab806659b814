import { systemActor } from "@/lib/access/actor";
import { readDatabaseStatus } from "@/lib/platform/database-status/read-database-status";
import { releaseStatus } from "@/lib/platform/release/release-status";
import { type Command, table } from "../command-line";

const megabytes = (bytes: number) => `${(bytes / 1024 ** 2).toFixed(1)} MB`;

export const commands: readonly Command[] = [
  {
    name: "release status",
    summary: "Version, migrations, size of the database and work in progress: what an upgrade looks at first.",
    async run() {
      const status = await releaseStatus();
      const text = [
        `version ${status.version}, last migration ${status.migrations.at(-1) ?? "none"}`,
        `database ${megabytes(status.databaseBytes)}, ${status.unfinishedRuns} runs in progress`,
      ].join("\n");
      return { json: status, text };
    },
  },
  {
    name: "release database",
    summary: "Sizes, connections and locks of the panel's database, and what to do about them.",
    async run() {
      const status = await readDatabaseStatus(systemActor);
      const { facts, advice } = status;
      const rows = facts.tables
        .slice(0, 20)
        .map(({ name, bytes, rows, deadRows }) => [name, megabytes(bytes), rows, deadRows]);
      const text = [
        `PostgreSQL ${facts.version}, ${megabytes(facts.bytes)}`,
        ...advice.map(({ severity, title, text: cure }) => `${severity}: ${title}. ${cure}`),
        table(["TABLE", "SIZE", "ROWS", "DEAD"], rows),
      ].join("\n");
      return { json: status, text };
    },
  },
];
