import { parseArgs } from "node:util";
import { roles } from "./processes.mjs";

/**
 * Options of `npm start -- …`. `--only web|worker|realtime` may be given several times: the rest runs elsewhere, on the
 * same database.
 */
export function readOptions(argv) {
  const { values } = parseArgs({
    args: argv,
    options: {
      dev: { type: "boolean", default: false },
      only: { type: "string", multiple: true },
      // Read by scripts/setup/restore.mjs.
      restore: { type: "string" },
      kit: { type: "string" },
    },
  });
  const only = (values.only ?? roles).flatMap((text) => text.split(","));
  const unknown = only.find((role) => !roles.includes(role));
  if (unknown !== undefined) throw new Error(`--only takes ${roles.join(", ")}; ${unknown} is none of them`);
  const isPart = values.only !== undefined;
  if (isPart && !process.env.DATABASE_URL) {
    throw new Error(
      "--only needs a database that all processes share: set DATABASE_URL, and the secrets of the others",
    );
  }
  return { development: values.dev, only, isPart };
}
