// `npm start` (and `npm run dev`): from a bare clone to a running panel. Needs Node 20 and nothing else; every step is
// skipped when there is nothing to do, and printed with its time.
import path from "node:path";
import { pathToFileURL } from "node:url";
import { releaseToRun } from "./panel/release.mjs";
import { closeDataDirectory, dataDirectory, loadEnvFile } from "./setup/environment.mjs";
import { root } from "./setup/paths.mjs";
import { say } from "./setup/report.mjs";

loadEnvFile();
// A release in a folder of its own uses the data of this clone.
process.env.DATA_DIR = dataDirectory();
closeDataDirectory(process.env.DATA_DIR);
const release = releaseToRun(process.env.DATA_DIR, root);
if (release.note) say(`! ${release.note}`);
await import(pathToFileURL(path.join(release.root, "scripts/panel/run.mjs")));
