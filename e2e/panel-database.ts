import { readFileSync } from "node:fs";
import path from "node:path";
import { Client } from "pg";
import { dataDir } from "./panel-processes";

/** Runs one statement on the panel's own database, to change times and to insert many rows. */
export async function statement(text: string, values: unknown[] = []): Promise<Record<string, unknown>[]> {
  const { POSTGRES_PANEL_PASSWORD } = JSON.parse(readFileSync(path.join(dataDir, "secrets.json"), "utf8"));
  const port = readFileSync(path.join(dataDir, "postgres.port"), "utf8").trim();
  const client = new Client({
    connectionString: `postgresql://lightnode_panel:${POSTGRES_PANEL_PASSWORD}@127.0.0.1:${port}/lightnode`,
  });
  await client.connect();
  try {
    return (await client.query(text, values)).rows;
  } finally {
    await client.end();
  }
}
