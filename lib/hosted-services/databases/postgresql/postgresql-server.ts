import { formatAddress } from "@/lib/core/units";
import { buildPostgresImage, postgresImageTag } from "@/lib/provisioning/local-images/build-postgres-image";
import { defineManagedService } from "../../providers/managed/define-managed-service";
import { scramVerifier } from "./scram-verifier";

/** A PostgreSQL server that the panel runs; its entry script is games/postgresql/entry.mjs. */
export const managedPostgresql = defineManagedService({
  kind: "postgresql-server",
  program: "database server",
  buildImage: (address) => buildPostgresImage(address),
  ports: [{ name: "sql", protocol: "tcp", containerPort: 5432 }],
  size: { memoryMb: 512, diskMb: 10_240, cpuMilli: 1_000 },
  container: ({ password }, workload) => ({
    image: postgresImageTag,
    pullTimeoutMs: 180_000,
    // The salt follows from the id: equal settings give an equal container.
    environment: {
      PANEL_ROLE_VERIFIER: scramVerifier(password, Buffer.from(workload.id).subarray(0, 16)),
      MEMORY_MB: String(workload.memoryMb),
    },
    user: "1000:1000",
    pidsLimit: 400,
    stop: { signal: "SIGTERM", timeoutSeconds: 60 },
    readiness: { kind: "log-line", text: "database system is ready to accept connections", timeoutMs: 90_000 },
  }),
  endpoints: (_, open) => [{ name: "sql", protocol: "postgresql", ...open("sql") }],
  connection: ({ password }, dial, open) => {
    const { host, port } = dial("sql");
    return {
      url: `postgresql://lightnode:${encodeURIComponent(password)}@${formatAddress(host, port)}/postgres`,
      publicHost: open("sql").host,
      publicPort: open("sql").port,
    };
  },
});
