import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { env } from "@/lib/core/env";
import { fieldOf } from "@/lib/core/records";

/**
 * The last seal, stored outside the database: an attacker who can roll the whole database back, seals included,
 * cannot change this file as well. One file per folder of data (DATA_DIR).
 */
export type Witness = { seq: number; mac: string };

export function witnessFile(): string {
  return path.join(env().DATA_DIR, "audit-witness.json");
}

export function readWitness(file: string): Witness | null {
  if (!existsSync(file)) return null;
  const content: unknown = JSON.parse(readFileSync(file, "utf8"));
  const [seq, mac] = [fieldOf(content, "seq"), fieldOf(content, "mac")];
  if (typeof seq !== "number" || typeof mac !== "string") throw new Error(`${file} cannot be read; see audit accept`);
  return { seq, mac };
}

export function writeWitness(file: string, witness: Witness): void {
  const temporary = `${file}.new`;
  writeFileSync(temporary, `${JSON.stringify(witness)}\n`, { mode: 0o600 });
  renameSync(temporary, file);
}

export function forgetWitness(file: string): void {
  rmSync(file, { force: true });
}
