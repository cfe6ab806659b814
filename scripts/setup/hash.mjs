import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { root } from "./paths.mjs";

/** One hash over files and folders (relative to the project), names and contents. */
export function hashOf(entries) {
  const hash = createHash("sha256");
  for (const entry of entries) add(hash, entry);
  return hash.digest("hex");
}

function add(hash, entry) {
  const full = path.join(root, entry);
  if (!existsSync(full)) return;
  if (statSync(full).isDirectory()) {
    for (const name of readdirSync(full).sort()) {
      if (name !== "generated" && name !== "node_modules") add(hash, path.join(entry, name));
    }
    return;
  }
  if (/\.(test|spec|contract)\.tsx?$/.test(entry)) return;
  hash.update(entry).update("\0").update(readFileSync(full)).update("\0");
}
