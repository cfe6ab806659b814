import { type Actor, systemActor } from "@/lib/access/actor";
import { attachDatabase } from "@/lib/hosted-services/databases/attachments/attach-database";
import { attachBody } from "@/lib/hosted-services/databases/attachments/contract";
import { detachDatabase } from "@/lib/hosted-services/databases/attachments/detach-database";
import { deleteDatabase, revealCredentials } from "@/lib/hosted-services/databases/change-database";
import { createDatabaseBody, type DatabaseView, resizeDatabaseBody } from "@/lib/hosted-services/databases/contract";
import { createDatabase } from "@/lib/hosted-services/databases/create-database";
import { listDatabases } from "@/lib/hosted-services/databases/queries";
import { resizeDatabase } from "@/lib/hosted-services/databases/size/resize-database";
import { type Command, table } from "../../command-line";
import { requireUser } from "../users";
import { requireProvider } from "./providers";

async function everyDatabase(): Promise<DatabaseView[]> {
  const items: DatabaseView[] = [];
  for (let cursor: string | undefined; ; ) {
    const page = await listDatabases(systemActor, { limit: 100, cursor, all: true });
    items.push(...page.items);
    if (!page.nextCursor) return items;
    cursor = page.nextCursor;
  }
}

const megabytes = (bytes: number | null) => (bytes === null ? "?" : Math.round(bytes / 1024 / 1024));

export const commands: readonly Command[] = [
  {
    name: "db list",
    summary: "All databases, the newest first.",
    async run() {
      const items = await everyDatabase();
      const rows = items.map((item) => [
        item.id,
        item.name,
        item.status,
        item.provider.name,
        item.database,
        `${megabytes(item.sizeBytes)}/${item.maxSizeMb} MiB`,
        item.sizeState,
        item.owner.name,
      ]);
      const headings = ["ID", "NAME", "STATE", "PROVIDER", "DATABASE", "SIZE", "SIZE STATE", "OWNER"];
      return { json: { items }, text: table(headings, rows) };
    },
  },
  {
    name: "db create",
    summary: "Create a database for a user and print its URL.",
    options: {
      owner: { type: "string", value: "EMAIL", summary: "the owner, whose quota counts", required: true },
      name: { type: "string", value: "NAME", summary: "its name", required: true },
      provider: { type: "string", value: "NAME", summary: "where; the one with the fewest databases by default" },
      kind: { type: "string", value: "KIND", summary: "postgresql or mariadb; the first that there is a server of" },
      connections: { type: "string", value: "NUMBER", summary: "connections at once; 20 by default" },
      extension: { type: "string", value: "NAME", summary: "an extension; may be repeated", multiple: true },
      network: {
        type: "string",
        value: "CIDR",
        summary: "may connect; may be repeated; all by default",
        multiple: true,
      },
    },
    async run(input) {
      const provider = input.text("provider");
      const body = createDatabaseBody.parse({
        name: input.text("name"),
        kind: input.text("kind"),
        connectionLimit: input.number("connections"),
        extensions: input.list("extension"),
        allowedNetworks: input.list("network"),
        ...(provider === undefined ? {} : { provider: (await requireProvider(provider)).id }),
      });
      const owner = await requireUser(input.text("owner") ?? "");
      const actor: Actor = { ...systemActor, userId: owner.id };
      const database = await createDatabase(actor, body);
      const text = `${database.name} (${database.id}) is ${database.status}.\nurl  ${database.url}`;
      return { json: database, text };
    },
  },
  {
    name: "db credentials",
    summary: "Print the passwords of a database; recorded in the audit log.",
    positionals: ["ID"],
    async run(input) {
      const credentials = await revealCredentials(systemActor, input.positional(0));
      const reader = credentials.readOnly ? `\n# The user that only reads\n${credentials.readOnly.url}` : "";
      return { json: credentials, text: `${credentials.environment}${reader}` };
    },
  },
  {
    name: "db attach",
    summary: "Give a server the connection of a database, from its next start on.",
    positionals: ["ID", "SERVER"],
    options: { prefix: { type: "string", value: "NAME", summary: "of the variables; DATABASE by default" } },
    async run(input) {
      const body = attachBody.parse({ serverId: input.positional(1), prefix: input.text("prefix") });
      const attachment = await attachDatabase(systemActor, input.positional(0), body);
      return { json: attachment, text: `${attachment.server} gets ${attachment.variables.join(", ")}.` };
    },
  },
  {
    name: "db detach",
    summary: "Take the connection of a database from a server, at its next start.",
    positionals: ["ID", "SERVER"],
    async run(input) {
      const result = await detachDatabase(systemActor, input.positional(0), input.positional(1));
      return { json: result, text: `It is ${result.status}.` };
    },
  },
  {
    name: "db resize",
    summary: "Change the size above which a database only reads.",
    positionals: ["ID", "MIB"],
    async run(input) {
      const { maxSizeMb } = resizeDatabaseBody.parse({ maxSizeMb: Number(input.positional(1)) });
      const { id, name } = await resizeDatabase(systemActor, input.positional(0), maxSizeMb);
      return { json: { id, name, maxSizeMb }, text: `${name} has ${maxSizeMb} MiB. It is measured within a minute.` };
    },
  },
  {
    name: "db delete",
    summary: "Delete a database with its users. A last dump is kept for 7 days.",
    positionals: ["ID"],
    options: { "no-dump": { type: "boolean", summary: "keep no last dump" } },
    async run(input) {
      const keepDump = input.flag("no-dump") ? false : undefined;
      const { status } = await deleteDatabase(systemActor, input.positional(0), { keepDump });
      return { json: { id: input.positional(0), status }, text: `It is ${status}.` };
    },
  },
];
