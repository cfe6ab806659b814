import { coreErrors } from "@/lib/core/errors";
import { defineWorkload } from "@/lib/workloads/define-workload";

/**
 * A kind of workload that is no game: a small HTTP service in the image of the sample game, with two volumes, readiness
 * over HTTP and a console of commands. A real kind would read its settings from a table of its own.
 */
const program = `
  const { createServer } = require("node:http");
  const fs = require("node:fs");
  if (!fs.existsSync("/data/starts")) console.log("first start");
  fs.appendFileSync("/data/starts", "x");
  fs.appendFileSync("/config/starts", "x");
  createServer((request, response) => {
    if (request.url === "/exit") process.exit(9);
    if (request.url === "/broken") response.statusCode = 503;
    response.end(request.url === "/starts" ? fs.readFileSync("/data/starts", "utf8") : "ready");
  }).listen(8080, () => console.log("listening"));
  process.on("SIGTERM", () => process.exit(0));
`;

export const httpService = defineWorkload({
  kind: "http-service",
  noun: "service",
  program: "program",
  role: "http-service",
  volumes: ["data", "config"],
  spec: async () => ({
    image: "lightnode/sample-game:1",
    pull: "never",
    pullTimeoutMs: 10_000,
    ports: [{ name: "http", protocol: "tcp", containerPort: 8080 }],
    volumes: [
      { name: "data", mountPath: "/data" },
      { name: "config", mountPath: "/config" },
    ],
    command: ["-e", program],
    environment: {},
    user: "1000:1000",
    readOnlyRoot: true,
    pidsLimit: 32,
    healthCommand: { command: ["/usr/local/bin/node", "-e", "0"], intervalSeconds: 1, timeoutSeconds: 5 },
    stop: { signal: "SIGTERM", timeoutSeconds: 5 },
    install: null,
    readiness: { kind: "http", path: "/health", timeoutMs: 20_000 },
    console: { kind: "command", command: ["/usr/local/bin/node", "-p"] },
  }),
  busy: (options) => coreErrors.conflict(options),
  diskFullTitle: "The service's disk space is used up",
  publication: ({ id }, { type, ...data }) => ({ channels: [`private-service-${id}`], event: `service.${type}`, data }),
});
