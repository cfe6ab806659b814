import { existsSync } from "node:fs";
import path from "node:path";
import { root } from "./paths.mjs";

/** Written by scripts/image/assemble.mjs: the file names the release, and says that nothing is left to install or build. */
export const assembledFile = path.join(root, "assembled.json");

/** Whether this is the container image: packages and build are complete, and there is neither npm nor PostgreSQL. */
export const isAssembled = () => existsSync(assembledFile);
