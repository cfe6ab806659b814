import { assembleMessages } from "./assemble-messages.mjs";
import { assembleModules } from "./assemble-modules.mjs";
import { generateClient } from "./packages.mjs";

/** Where they are written, relative to the project. */
export const generatedFolders = [
  "app/api/openapi.json/generated",
  "components/shell/generated",
  "components/ui/i18n/generated",
  ...["access", "audit", "bootstrap", "core", "db", "http", "i18n", "platform"].map(
    (module) => `lib/${module}/generated`,
  ),
];

/** Writes every source that is generated: the tables of the modules, then the Prisma client. */
export async function generateSources() {
  const tables = await assembleModules();
  const texts = await assembleMessages();
  const client = await generateClient();
  return tables === client && texts === client ? client : `modules ${tables}, texts ${texts}, Prisma client ${client}`;
}
