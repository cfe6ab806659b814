import { defineConfig } from "@playwright/test";
import { chromiumFlags, chromiumPath } from "../scripts/setup/browser.mjs";

const alone = /\/(console|entry|executor-program|hostile-requests|machine|second-factor)\.spec\.ts$/;

// `npm test` starts the panel and sets its URL; the browser is the one of Debian.
export default defineConfig({
  testDir: ".",
  timeout: 60_000,
  expect: { timeout: 10_000 },
  fullyParallel: false,
  // Two saves a third of the time on a machine with more than two cores.
  workers: Number(process.env.E2E_WORKERS ?? 1),
  // Those that end processes of the panel, fill it with requests, or measure its times, run alone: `npm test` runs one
  // project after the other.
  projects: [
    { name: "alone", testMatch: alone, workers: 1 },
    { name: "together", testIgnore: alone },
  ],
  retries: 0,
  outputDir: "../test-results",
  use: {
    baseURL: process.env.E2E_URL,
    viewport: { width: 1440, height: 900 },
    // Pictures cost an eighth of the time; the trace has the pages themselves.
    trace: { mode: "retain-on-failure", screenshots: false },
    launchOptions: {
      executablePath: chromiumPath,
      args: chromiumFlags,
    },
  },
});
