// Texts of the interface: compiled messages, their types, and the namespaces of each section of pages, under `generated/`.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { hashOf } from "./hash.mjs";
import { node, root } from "./paths.mjs";
import { run } from "./run.mjs";

const marker = path.join(root, "lib/i18n/generated/.sources");
const writers = ["scripts/setup/assemble/write-messages.mjs", "scripts/setup/assemble/client-namespaces.mjs"];

/** Writes them as the sources on disk say; answers `up to date` when nothing changed. */
export async function assembleMessages() {
  const wanted = hashOf(["lib/i18n/messages", "app", "components", ...writers]);
  if (existsSync(marker) && readFileSync(marker, "utf8") === wanted) return "up to date";
  await run(node, [path.join(root, writers[0])], { cwd: root });
  writeFileSync(marker, wanted);
  return "written";
}
