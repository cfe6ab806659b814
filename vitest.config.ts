import path from "node:path";
import { defineConfig } from "vitest/config";

// Three projects: `unit` needs nothing but Node; `components` has the DOM of jsdom; `integration` needs the real PostgreSQL and Docker engine that
// scripts/test.mjs starts, and fails (never skips) when they are missing.
export default defineConfig({
  resolve: { alias: { "@": path.resolve(import.meta.dirname) } },
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          include: ["{lib,components,app,scripts,games,clients}/**/*.test.ts"],
          exclude: ["**/*.integration.test.ts", "**/node_modules/**"],
          setupFiles: [],
        },
      },
      {
        extends: true,
        test: {
          name: "components",
          include: ["components/**/*.test.tsx"],
          environment: "jsdom",
          setupFiles: ["components/testing/setup.ts"],
          // Typing is many small steps, which take several times as long on a busy machine.
          testTimeout: 30_000,
        },
      },
      {
        extends: true,
        test: {
          name: "integration",
          include: ["{lib,app,scripts,games,clients}/**/*.integration.test.ts"],
          fileParallelism: false,
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
