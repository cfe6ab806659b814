import { erasing, type PersonalTable } from "@/lib/db/personal-table.sql";

const ofThePanel = "It is the panel's. The person's own rows are in the lists of their tables.";
const forgetRequester = (table: string) =>
  erasing(`UPDATE ${table} t SET requested_by = NULL FROM me WHERE requested_by = me.id`);

/**
 * Files of backups keep what was in the panel when they were made, for at most 30 days; a restore brings it back
 * (docs/BACKUPS.md).
 */
export const personalTables: readonly PersonalTable[] = [
  { table: "backup", export: { none: ofThePanel }, erase: { statement: forgetRequester("backup") } },
  { table: "backup_restore", export: { none: ofThePanel }, erase: { statement: forgetRequester("backup_restore") } },
];
