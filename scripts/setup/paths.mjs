import path from "node:path";
import { fileURLToPath } from "node:url";

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");
export const bin = (name) => path.join(root, "node_modules/.bin", name);
/** Node 24 from the dev dependency `node`; the system's may be older than the panel needs. */
export const node = bin("node");
