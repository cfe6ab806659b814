import { defineConfig } from "@playwright/test";
import { chromiumFlags, chromiumPath } from "../scripts/setup/browser.mjs";

// `npm test` starts the panel and sets its URL; the browser is the one of Debian.
export default defineConfig({
  testDir: ".",
  timeout: 60_000,
  expect: { timeout: 10_000 },
  fullyParallel: false,
  workers: 1,
  retries: 0,
  outputDir: "../test-results",
  use: {
    baseURL: process.env.E2E_URL,
    viewport: { width: 1440, height: 900 },
    trace: "retain-on-failure",
    launchOptions: {
      executablePath: chromiumPath,
      args: chromiumFlags,
    },
  },
});
