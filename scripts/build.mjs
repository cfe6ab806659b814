// `npm run build`: installs packages and builds everything, without starting anything. What `npm start` would do first.
import { buildPages, buildProcesses } from "./setup/build.mjs";
import { generateSources } from "./setup/generate.mjs";
import { ensurePackages } from "./setup/packages.mjs";
import { failOnce, step } from "./setup/report.mjs";

try {
  await step("packages", ensurePackages);
  await step("sources", generateSources);
  await step("processes", () => buildProcesses());
  await step("pages", buildPages);
} catch (error) {
  failOnce(error);
  process.exitCode = 1;
}
