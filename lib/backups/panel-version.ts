import { readFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { projectRoot } from "@/lib/core/env";

const packageFile = z.object({ version: z.string() });

export function panelVersion(): string {
  return packageFile.parse(JSON.parse(readFileSync(path.join(projectRoot(), "package.json"), "utf8"))).version;
}
