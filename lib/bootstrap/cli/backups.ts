import { systemActor } from "@/lib/access/actor";
import { backupKeys } from "@/lib/backups/backup-keys";
import type { BackupView } from "@/lib/backups/contract";
import { compressionKinds } from "@/lib/backups/contract";
import { downloadKit } from "@/lib/backups/kit/recovery-kit";
import { settle } from "@/lib/backups/restore/bare-machine";
import type { RestoreReport } from "@/lib/backups/restore/contract";
import { goBack } from "@/lib/backups/restore/go-back";
import { loadBackup } from "@/lib/backups/restore/load-backup";
import { openSource } from "@/lib/backups/restore/open-source";
import { insertRestore, runRestore } from "@/lib/backups/restore/run-restore";
import { requestCheck } from "@/lib/backups/runs/change-backup";
import { getBackup, listBackups } from "@/lib/backups/runs/queries";
import { recoverInterrupted } from "@/lib/backups/runs/recover-interrupted";
import { requestBackup } from "@/lib/backups/runs/request-backup";
import { runBackup } from "@/lib/backups/runs/run-backup";
import { withWorkLock } from "@/lib/backups/runs/work-lock";
import { env } from "@/lib/core/env";
import { createLogger } from "@/lib/core/log";
import { formatBytes } from "@/lib/core/units";
import { sql } from "@/lib/db/transaction";
import { type Command, type Outcome, table, UsageError } from "../command-line";

/** Ctrl-C ends a backup as a cancellation does: nothing half of it stays. */
function tools() {
  const stopped = new AbortController();
  process.once("SIGINT", () => stopped.abort(new Error("It was interrupted.")));
  return { log: createLogger("cli", env().LOG_LEVEL), signal: stopped.signal };
}

const figuresOf = ({ id, bytes, tables, rows, state }: BackupView) => ({ id, bytes, tables, rows, state });

/** The command does the work itself, so that it also works while the panel is stopped. */
async function runNow(id: string): Promise<BackupView> {
  await withWorkLock(async () => {
    // Without a worker nobody else does.
    await recoverInterrupted();
    await runBackup(id, tools());
  });
  return getBackup(systemActor, id);
}

function compressionOf(given: string | undefined) {
  if (given === undefined) return undefined;
  const known = compressionKinds.find((name) => name === given);
  if (!known) throw new UsageError(`--compression: use ${compressionKinds.join(" or ")}.`);
  return known;
}

const create: Command = {
  name: "backup create",
  summary: "Make a backup of the panel now, and verify it by a restore.",
  options: {
    compression: { type: "string", value: "gzip|zstd", summary: "as in the settings unless given" },
    "with-metrics": { type: "boolean", summary: "include the samples of monitoring" },
    "no-verify": { type: "boolean", summary: "write it only; it is not called verified" },
    target: { type: "string", value: "ID", summary: "the place, as in the settings unless given" },
  },
  async run(input, say) {
    const compression = compressionOf(input.text("compression"));
    const targetId = input.text("target");
    const { id } = await requestBackup(systemActor, {
      ...(compression ? { compression } : {}),
      ...(targetId ? { targetId } : {}),
      ...(input.flag("with-metrics") ? { withMetrics: true } : {}),
    });
    if (input.flag("no-verify")) await sql().prisma.backup.update({ where: { id }, data: { wantsCheck: false } });
    say(`${id} is written${input.flag("no-verify") ? "" : ", then verified by a restore"} …`);
    const view = await runNow(id);
    const size = formatBytes(view.bytes ?? 0);
    return {
      json: figuresOf(view),
      text: `${id} is ${view.state}: ${view.tables} tables, ${view.rows} rows, ${size}.`,
    };
  },
};

const list: Command = {
  name: "backup list",
  summary: "Backups of the panel, the newest first.",
  async run() {
    const { items } = await listBackups(systemActor, { limit: 100 });
    const rows = items.map((item) => [
      item.id,
      item.state,
      item.origin,
      item.target.name,
      item.rows,
      item.bytes === null ? null : formatBytes(item.bytes),
      item.createdAt,
      item.error,
    ]);
    const headings = ["ID", "STATE", "ORIGIN", "PLACE", "ROWS", "SIZE", "MADE", "ERROR"];
    return { json: { items }, text: table(headings, rows) };
  },
};

const verify: Command = {
  name: "backup verify",
  summary: "Verify a backup by a restore into a database of its own.",
  positionals: ["ID"],
  async run(input) {
    const id = input.positional(0);
    await requestCheck(systemActor, id);
    const view = await runNow(id);
    return { json: figuresOf(view), text: `${id} is ${view.state}.`, failed: view.state !== "verified" };
  },
};

function reportOutcome(report: RestoreReport, done: string): Outcome {
  const { rows, tables, loadMs, migrated, unknownNow, knownAgain } = report;
  const names = (items: { id: string; name: string }[]) => items.map(({ id, name }) => `  ${name} (${id})`);
  const lines = [
    `${done} ${tables} tables, ${rows} rows, ${(loadMs / 1_000).toFixed(1)} s with all checks.`,
    ...(migrated.length > 0 ? [`Migrated from an older version: ${migrated.join(", ")}.`] : []),
    ...(unknownNow.length > 0 ? ["Made after the backup; their containers stay:", ...names(unknownNow)] : []),
    ...(knownAgain.length > 0 ? ["Deleted after the backup; their containers may be gone:", ...names(knownAgain)] : []),
  ];
  return { json: report, text: lines.join("\n") };
}

async function run(kind: "restore" | "drill", given: string, allowForeign: boolean): Promise<RestoreReport> {
  return withWorkLock(async () => {
    await recoverInterrupted();
    const backupId = given.startsWith("bkp_") ? given : null;
    const id = await insertRestore(sql(), { kind, backupId, requestedBy: null });
    return runRestore(id, given, { ...tools(), allowForeign });
  });
}

async function restoreInto(url: string, given: string, allowForeign: boolean): Promise<Outcome> {
  const { signal } = tools();
  const source = await openSource(given);
  const { document, migrated } = await loadBackup(await source.open(signal), {
    url,
    keys: backupKeys(),
    installationId: allowForeign ? null : env().INSTALLATION_ID,
    signal,
  });
  await settle(url);
  const rows = document.tables.reduce((sum, item) => sum + item.rows, 0);
  const json = { tables: document.tables.length, rows, migrated };
  return { json, text: `${json.tables} tables with ${rows} rows are restored, and equal to the backup.` };
}

const restore: Command = {
  name: "backup restore",
  summary: "Restore a backup: its id, a file, or s3://bucket/key.",
  positionals: ["BACKUP"],
  options: {
    swap: { type: "boolean", summary: "replace the panel's database; the one from before is kept for 24 hours" },
    "to-database": { type: "string", value: "URL", summary: "load it into this empty database" },
    foreign: { type: "boolean", summary: "accept the backup of another installation" },
  },
  async run(input) {
    const url = input.text("to-database");
    if (input.flag("swap") === (url !== undefined)) throw new UsageError("Give either --swap or --to-database URL.");
    const given = input.positional(0);
    if (url !== undefined) return restoreInto(url, given, input.flag("foreign"));
    return reportOutcome(await run("restore", given, input.flag("foreign")), "The panel is restored:");
  },
};

const drill: Command = {
  name: "backup drill",
  summary: "Try a restore of the newest verified backup, or of the one given, with a report; changes nothing.",
  options: { backup: { type: "string", value: "BACKUP", summary: "its id, a file, or s3://bucket/key" } },
  async run(input) {
    const newest = await sql().prisma.backup.findFirst({ where: { state: "verified" }, orderBy: { id: "desc" } });
    const given = input.text("backup") ?? newest?.id;
    if (!given) throw new UsageError("There is no verified backup. Run `backup create` first.");
    return reportOutcome(await run("drill", given, true), "The drill succeeded:");
  },
};

export const commands: readonly Command[] = [
  create,
  list,
  verify,
  restore,
  drill,
  {
    name: "backup go-back",
    summary: "Put the database from before the last restore back in its place.",
    async run() {
      const { kept } = await goBack(systemActor);
      return {
        json: { kept },
        text: `The database from before is back. The present one is kept as ${kept} for 24 hours.`,
      };
    },
  },
  {
    name: "backup kit",
    summary: "Print the recovery kit: the key of the backups, with instructions. Recorded in the audit log.",
    async run() {
      const { text } = await downloadKit(systemActor);
      return { json: { text }, text };
    },
  },
];
