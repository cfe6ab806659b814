import type { PersonalTable } from "@/lib/db/personal-table.sql";
import { modules } from "../generated/personal-data";

/** The account's own row goes last: others are found through what is deleted with it. */
const account = "app_user";
const all: readonly PersonalTable[] = modules.flatMap(({ personalTables }) => personalTables);

/** Every table with personal data, of all modules, in the order of an erasure. */
export const personalTables: readonly PersonalTable[] = [
  ...all.filter(({ table }) => table !== account),
  ...all.filter(({ table }) => table === account),
];
