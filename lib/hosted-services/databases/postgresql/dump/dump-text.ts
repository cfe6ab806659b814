import { Client } from "pg";
import { to as copyTo } from "pg-copy-streams";
import { hostedServiceErrors } from "../../../errors";
import { connectionReason } from "../../../provider-error";
import {
  beginSnapshot,
  copyIn,
  copyOut,
  type DumpedSequence,
  type DumpedTable,
  exportSnapshot,
  fillView,
  listFilledViews,
  listSequences,
  listTables,
  lockTable,
  refuseRowSecurity,
  setSequence,
} from "./dump.remote.sql";
import { schemaText } from "./schema-text";

/** The newest version that the pg_dump of the panel knows. */
const newestMajor = 18;
const options = ["--no-owner", "--no-privileges", "--exclude-schema=lightnode"];
/** What the panel has in a database (games/postgresql/template.sql) and pg_dump cannot leave out. */
const ofPanel = /^(CREATE|ALTER) EVENT TRIGGER lightnode_networks\b[^;]*;\n/gm;

/**
 * The content of a database as SQL for psql, piece by piece: definitions by pg_dump, rows by COPY, all of one moment.
 * Nothing of it is held in memory but the definitions.
 */
export async function* dumpText(url: string, signal: AbortSignal): AsyncGenerator<string | Buffer> {
  const client = new Client({
    connectionString: url,
    application_name: "lightnode-dump",
    connectionTimeoutMillis: 5_000,
  });
  client.on("error", () => {});
  const stop = () => void client.end().catch(() => {});
  signal.addEventListener("abort", stop, { once: true });
  try {
    await client.connect().catch((error: unknown) => {
      throw hostedServiceErrors.provider_unavailable({
        detail: `PostgreSQL: ${connectionReason(error)}.`,
        cause: error,
      });
    });
    yield* dumpOf(client, url, signal);
  } finally {
    signal.removeEventListener("abort", stop);
    await client.end().catch(() => {});
  }
}

async function* dumpOf(client: Client, url: string, signal: AbortSignal): AsyncGenerator<string | Buffer> {
  await client.query(beginSnapshot);
  const [moment] = (await client.query<{ snapshot: string; major: number }>(exportSnapshot)).rows;
  if (!moment) throw hostedServiceErrors.unknown_outcome();
  if (moment.major > newestMajor) {
    const detail = `The server is version ${moment.major}; this panel dumps up to version ${newestMajor}.`;
    throw hostedServiceErrors.dump_failed({ detail });
  }
  await client.query(refuseRowSecurity);
  const { rows: tables } = await client.query<DumpedTable>(listTables);
  for (const table of tables) await client.query(lockTable(table));
  const snapshot = `--snapshot=${moment.snapshot}`;
  yield await schemaText(url, [...options, "--section=pre-data", snapshot], signal);
  for (const table of tables) yield* rowsOf(client, table);
  const { rows: sequences } = await client.query<DumpedSequence>(listSequences);
  yield sequences.map(setSequence).join("");
  // The section "data" without tables: large objects.
  const rest = ["--section=data", "--section=post-data", "--exclude-table-data=*.*", snapshot];
  yield (await schemaText(url, [...options, ...rest], signal)).replace(ofPanel, "");
  const { rows: views } = await client.query<{ schema: string; name: string }>(listFilledViews);
  yield views.map(fillView).join("");
}

async function* rowsOf(client: Client, table: DumpedTable): AsyncGenerator<string | Buffer> {
  if (table.columns.length === 0) return;
  yield copyIn(table);
  for await (const chunk of client.query(copyTo(copyOut(table)))) yield Buffer.from(chunk);
  yield "\\.\n\n";
}
