// The layers of ARCHITECTURE.md as errors: a module of lib/ imports from lower layers, never from its own layer or above.
// Integration tests are exempt (they use a module through the layers above it), except from the rules about packages.
// Only the layers below and above the features are listed: every other folder of lib/ is a feature.
const { readdirSync } = require("node:fs");

const below = [
  ["i18n"],
  ["core"],
  ["db", "access", "redis"],
  ["audit", "jobs", "realtime", "events"],
  ["provisioning", "notifications"],
  ["nodes"],
  ["workloads"],
];
const above = [["backups"], ["health"], ["alerts"], ["status"], ["platform"], ["http"], ["bootstrap"]];
const listed = new Set([...below, ...above, ["testing"]].flat());
const features = readdirSync(`${__dirname}/lib`).filter((name) => !listed.has(name));
const layers = [...below, features, ...above];

/** Modules that may use fewer than all lower layers. */
const narrower = { provisioning: ["i18n", "core"] };

const tests = "\\.test\\.tsx?$";
/** Code that only tests run: shared suites and test support. */
const testSupport = [
  "^lib/(testing/|[^/]+/testing/|provisioning/contract/)",
  "^components/testing/",
  "^app/api/.*/refusals\\.ts$",
  "\\.contract\\.ts$",
].join("|");
/** Takes its types, and nothing else, from the routes. */
const typedClient = "^lib/http/client/api\\.ts$";
/** Rules about DNS records, which forms and the server share. */
const pureDns = "^lib/hosted-services/dns/(records|diff|templates)/";
const anyOf = (names) => `(${names.join("|")})`;
const packages = (names) => `(^|/)node_modules/(@types/)?${anyOf(names)}(/|$)`;

const layerRules = layers.flatMap((modules, layer) => {
  const lower = layers.slice(0, layer).flat();
  return modules.map((module) => {
    // A process entry may import its own layer; elsewhere imports within a layer are refused.
    const allowed = [module, ...(narrower[module] ?? lower)];
    return {
      name: `layer-${module}`,
      comment: `lib/${module} may use ${allowed.join(", ")}: emit an event, take the function as an argument, or move it down.`,
      severity: "error",
      from: { path: `^lib/${module}/`, pathNot: [tests, testSupport, typedClient] },
      to: { path: "^(lib|app|components)/", pathNot: `^lib/${anyOf(allowed)}/` },
    };
  });
});

const only = (name, comment, from, names) => ({
  name,
  comment,
  severity: "error",
  from: { path: "^(lib|app|components|clients)/", pathNot: from },
  to: { path: packages(names) },
});

/** @type {import("dependency-cruiser").IConfiguration} */
module.exports = {
  forbidden: [
    ...layerRules,
    {
      name: "no-cycles",
      comment: "Two modules that need each other, be it for a type, are one module, or lack a third.",
      severity: "error",
      from: { path: "^(lib|app|components)/", pathNot: "^lib/db/generated/" },
      to: { circular: true },
    },
    {
      name: "app-reaches-modules",
      comment:
        "Pages and routes use the route wrapper, use cases and queries; never the database, the engines or the processes.",
      severity: "error",
      from: { path: "^app/", pathNot: [tests, testSupport] },
      to: {
        path: "^lib/",
        pathNot: `^lib/${anyOf(["i18n", "core", "access", "realtime", "http", "platform", "alerts", "health", "backups", "status", "notifications", "audit", ...features])}/|^lib/nodes/(contract|queries|add-node|change-node|isolation/change-isolation)\\.ts$`,
      },
    },
    {
      name: "components-stay-in-the-browser",
      comment: "Components use contracts, units and the HTTP client: anything else would be bundled for browsers.",
      severity: "error",
      from: { path: "^components/", pathNot: tests },
      to: {
        path: "^(lib|app)/",
        pathNot: [
          "^lib/.+/contract\\.ts$",
          "^lib/core/(units|typed-text|records)\\.ts$",
          "^lib/http/client/[^/]+\\.ts$",
          pureDns,
        ],
      },
    },
    {
      name: "dns-rules-run-in-browsers",
      comment: "Forms check records with the rules of the server: these import each other, zod and typed text only.",
      severity: "error",
      from: { path: pureDns, pathNot: tests },
      to: { pathNot: ["(^|/)node_modules/zod/", "^lib/core/typed-text\\.ts$", "^lib/.+/contract\\.ts$", pureDns] },
    },
    {
      name: "contracts-are-plain",
      comment:
        "contract.ts holds shapes a browser may see: it imports zod, other contracts, the forms of typed text and keysOf.",
      severity: "error",
      from: { path: "^lib/.+/contract\\.ts$" },
      to: {
        pathNot: ["(^|/)node_modules/zod/", "^lib/core/(typed-text|records)\\.ts$", "^lib/.+/contract\\.ts$"],
      },
    },
    {
      name: "kinds-without-the-engine",
      comment:
        "Services bring the client of the engine, 20 MB; the kinds of objects on them are loaded with the dashboard.",
      severity: "error",
      from: { path: "^lib/hosted-services/", pathNot: ["^lib/hosted-services/providers/", tests] },
      to: { path: "^lib/hosted-services/(?!providers/).+-provider\\.ts$" },
    },
    {
      name: "clients-see-contracts",
      comment: "Programs that run elsewhere share shapes with the panel, not code.",
      severity: "error",
      from: { path: "^clients/", pathNot: tests },
      to: {
        path: "^(lib|app|components)/",
        pathNot: "^lib/core/typed-text\\.ts$|^lib/.+/contract\\.ts$",
      },
    },
    {
      name: "test-support-only-in-tests",
      comment: "Test support must not reach production. Benches start servers as tests do; their routes are built.",
      severity: "error",
      from: { path: "^(lib|app|components|scripts|bench/routes)/", pathNot: [tests, testSupport] },
      to: { path: testSupport, pathNot: "^lib/provisioning/engine\\.contract\\.ts$" },
    },
    {
      name: "client-takes-types-only",
      comment: "The client of the API runs in the browser: it imports the types of the routes, and its own files.",
      severity: "error",
      from: { path: "^lib/http/client/", pathNot: tests },
      to: { pathNot: "^lib/http/client/", dependencyTypesNot: ["type-only"] },
    },
    {
      name: "prisma-client-at-its-first-use",
      comment: "Prisma Client takes 50 MB. lib/db loads it when it is used, so that an idle process does without it.",
      severity: "error",
      from: { path: "^(lib|app|prisma)/", pathNot: ["^lib/db/", tests] },
      to: { path: "^lib/db/generated/client", dependencyTypesNot: ["type-only"] },
    },
    only("docker-only-in-provisioning", "Engines are lib/provisioning's.", "^lib/provisioning/", ["dockerode"]),
    only("pusher-only-in-realtime", "Pusher is realtime's.", "^((lib|components)/realtime|clients/executor/run)/", [
      "pusher",
      "pusher-js",
    ]),
    only(
      "zeromq-only-in-the-bridge",
      "ZeroMQ is the executor's bridge's.",
      "^clients/executor/(bridge/|bundle\\.|testing/)",
      ["zeromq"],
    ),
    {
      name: "database-only-in-lib",
      comment: "SQL and Prisma live in the modules of lib.",
      severity: "error",
      from: { path: "^(app|components|clients|games)/", pathNot: tests },
      to: { path: packages(["pg", "@prisma"]) },
    },
    {
      name: "no-unresolvable",
      comment: "An import that cannot be resolved.",
      severity: "error",
      from: { path: "^(lib|app|components|scripts|bench|e2e)/" },
      // Written by `next typegen` and only on machines that ran it.
      to: { couldNotResolve: true, pathNot: "\\.next/" },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^(\\.next|dist|data)/|\\.module\\.css$" },
    tsConfig: { fileName: "tsconfig.json" },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { exportsFields: ["exports"], conditionNames: ["import", "node", "default", "types"] },
  },
};
