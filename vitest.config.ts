import { globSync, readFileSync } from "node:fs";
import path from "node:path";
import { defineConfig, type Plugin } from "vitest/config";

// Six projects: `unit` needs nothing but Node; `components` has the DOM of jsdom; `integration` needs the real PostgreSQL
// that scripts/test.mjs starts, and `engine`, `services` and `faults` a real Docker engine too; they fail (never skip) when
// these are missing.
const integration = globSync("{lib,app,scripts,games,clients}/**/*.integration.test.ts");
/** They share one engine, its networks and the machine's firewall, so those of a project run one after another. */
const engineWords =
  /createDockerEngine|dockerode|docker\.sock|OwnMailServer|realEngine|managedPostgresql|MariadbTenants/;
/** Runs of workloads need the engine; those of other resources alone do not. */
const withoutWorkloads = /startWorkerKit\(\{ resources:/;
const usesEngine = (file: string) => {
  const text = readFileSync(file, "utf8");
  return engineWords.test(text) || (text.includes("worker-kit") && !withoutWorkloads.test(text));
};

const onEngine = integration.filter(usesEngine);
/** Hosted services are in containers with networks of their own, so their tests can run beside those of the engine. */
const isOfServices = (file: string) => file.startsWith("lib/hosted-services/");
/** They wait most of the time: for repetitions, and for workers that were killed. */
const isOfFaults = (file: string) => isOfServices(file) && file.endsWith("/faults.integration.test.ts");

/** Next gives an imported picture as an object with its address. */
const pictures: Plugin = {
  name: "pictures",
  enforce: "pre",
  load: (id) => (id.endsWith(".svg") ? `export default { src: "/${path.basename(id)}" };` : undefined),
};

export default defineConfig({
  plugins: [pictures],
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
          // Other suites use the same two cores meanwhile.
          testTimeout: 20_000,
        },
      },
      {
        extends: true,
        test: {
          name: "components",
          include: ["components/**/*.test.tsx"],
          environment: "jsdom",
          // Half of the processor time of processes: the environment is made once for each worker.
          pool: "vmThreads",
          setupFiles: ["components/testing/setup.ts"],
          // Typing is many small steps, which take several times as long on a busy machine.
          testTimeout: 30_000,
        },
      },
      {
        extends: true,
        test: {
          name: "integration",
          include: integration.filter((file) => !usesEngine(file)),
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
      {
        extends: true,
        test: {
          name: "engine",
          include: onEngine.filter((file) => !isOfServices(file)),
          fileParallelism: false,
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
      {
        extends: true,
        test: {
          name: "services",
          include: onEngine.filter((file) => isOfServices(file) && !isOfFaults(file)),
          fileParallelism: false,
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
      {
        extends: true,
        test: {
          name: "faults",
          include: onEngine.filter(isOfFaults),
          fileParallelism: false,
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
