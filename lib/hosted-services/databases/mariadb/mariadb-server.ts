import { readdirSync } from "node:fs";
import path from "node:path";
import { formatAddress } from "@/lib/core/units";
import { buildPackageImage, nodeProgram } from "@/lib/provisioning/local-images/build-package-image";
import { defineManagedService } from "../../providers/managed/define-managed-service";
import { nativeHash } from "./native-hash";

const games = path.resolve(process.cwd(), "games");
const files = [
  ...readdirSync(path.join(games, "mariadb")).map((name) => `mariadb/${name}`),
  "postgresql/certificate.mjs",
];

/** A MariaDB server that the panel runs, of Debian's packages; its entry script is games/mariadb/entry.mjs. */
export const mariadbImage = {
  tag: "lightnode/mariadb:1",
  packages: ["mariadb-server-core", "mariadb-client"],
  files: [nodeProgram, ...files.map((name) => ({ name: `opt/${name}`, source: path.join(games, name), mode: 0o644 }))],
  configuration: [
    'ENTRYPOINT ["/usr/local/bin/node","--max-semi-space-size=1","/opt/mariadb/entry.mjs"]',
    "EXPOSE 3306 8080",
    "USER 1000:1000",
    "WORKDIR /data",
  ],
};

export const managedMariadb = defineManagedService({
  kind: "mariadb-server",
  program: "database server",
  buildImage: (address, options) => buildPackageImage(address, mariadbImage, options),
  ports: [
    { name: "sql", protocol: "tcp", containerPort: 3306 },
    { name: "agent", protocol: "tcp", containerPort: 8080, forPanel: true },
  ],
  size: { memoryMb: 512, diskMb: 10_240, cpuMilli: 1_000 },
  container: ({ password }, workload) => ({
    image: mariadbImage.tag,
    pullTimeoutMs: 600_000,
    environment: {
      PANEL_PASSWORD_HASH: nativeHash(password),
      AGENT_KEY: agentKey(password),
      MEMORY_MB: String(workload.memoryMb),
    },
    user: "1000:1000",
    pidsLimit: 400,
    stop: { signal: "SIGTERM", timeoutSeconds: 60 },
    readiness: { kind: "log-line", text: "database server is ready", timeoutMs: 120_000 },
  }),
  endpoints: (_, open) => [{ name: "sql", protocol: "mysql", ...open("sql") }],
  connection: ({ password }, dial, open) => ({
    url: `mysql://lightnode:${encodeURIComponent(password)}@${formatAddress(dial("sql").host, dial("sql").port)}/?ssl-mode=REQUIRED`,
    publicHost: open("sql").host,
    publicPort: open("sql").port,
    agent: { url: `http://${formatAddress(dial("agent").host, dial("agent").port)}`, key: agentKey(password) },
  }),
});

/** Another secret than that of the account, which is in the container as a hash only. */
function agentKey(password: string): string {
  return nativeHash(`agent:${password}`).slice(1);
}
