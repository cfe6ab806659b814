import path from "node:path";
import { z } from "zod";
import { env } from "@/lib/core/env";
import { formatAddress } from "@/lib/core/units";
import type { Sql, Tx } from "@/lib/db/transaction";
import type { EngineNode } from "@/lib/nodes/engines";
import { buildPackageImage, nodeProgram } from "@/lib/provisioning/local-images/build-package-image";
import type { SagaOutcome } from "@/lib/provisioning/saga";
import { staffChannel } from "@/lib/realtime/contract";
import { defineWorkload } from "@/lib/workloads/define-workload";
import type { Workload } from "@/lib/workloads/load-workload";
import type { ClaimedRun } from "@/lib/workloads/runs/resource-kind";
import type { AddressChange, WorkloadSpec } from "@/lib/workloads/workload-definition";
import { hostedServiceErrors } from "../../errors";
import { type ManagedService, managedSecrets } from "../../providers/managed/managed-service";
import { openSealed } from "../../providers/sealed-connection";
import { nameServersSchema } from "./name-servers";

/** A PowerDNS server that the panel runs, of Debian's packages; its entry script is games/powerdns/entry.mjs. */
const image = {
  tag: "lightnode/powerdns:1",
  packages: ["pdns-server", "pdns-backend-sqlite3", "sqlite3"],
  files: [
    nodeProgram,
    { name: "entry.mjs", source: path.resolve(process.cwd(), "games/powerdns/entry.mjs"), mode: 0o644 },
  ],
  configuration: [
    'ENTRYPOINT ["/usr/local/bin/node","--max-semi-space-size=1","/entry.mjs"]',
    "EXPOSE 5300/udp 5300/tcp 8081",
    "USER 1000:1000",
    "WORKDIR /data",
  ],
};

/** What an administrator chooses for a server that the panel runs. */
const dnsSettings = z.strictObject({ nameservers: nameServersSchema });

const ports = [
  { name: "dns", protocol: "udp", containerPort: 5300 },
  { name: "dns-tcp", protocol: "tcp", containerPort: 5300 },
  { name: "api", protocol: "tcp", containerPort: 8081, forPanel: true },
] as const;

const dnsServer = defineWorkload({
  kind: "dns-server",
  noun: "service",
  program: "name server",
  role: "service",
  volumes: ["data"],
  spec: specOf,
  prepareImage: async ({ dockerHost }: EngineNode) => {
    await buildPackageImage({ dockerHost: dockerHost ?? env().DOCKER_HOST }, image);
  },
  busy: (options) => hostedServiceErrors.hosted_busy(options),
  diskFullTitle: "The service's disk space is used up",
  onRunEnded: recordEnd,
  onAddressChanged: recordAddress,
  publication: ({ id }, { type, ...facts }) => ({
    channels: [staffChannel],
    event: type === "step" ? "hosted.step" : "hosted.status",
    data: { resourceId: id, kind: "provider", ...facts },
  }),
});

async function specOf(db: Sql, workload: Workload): Promise<WorkloadSpec | null> {
  const provider = await db.prisma.hostedProvider.findUnique({ where: { id: workload.id } });
  if (!provider) return null;
  const { password } = managedSecrets.parse(openSealed(provider));
  return {
    image: image.tag,
    pull: "never",
    pullTimeoutMs: 600_000,
    ports,
    volumes: [{ name: "data", mountPath: "/data" }],
    environment: { API_KEY: password },
    user: "1000:1000",
    readOnlyRoot: true,
    pidsLimit: 200,
    stop: { signal: "SIGTERM", timeoutSeconds: 30 },
    install: null,
    readiness: { kind: "log-line", text: "name server is ready", timeoutMs: 60_000 },
    console: { kind: "stdin" },
  };
}

/** A service that started is healthy; one that was deleted has no provider any more. */
async function recordEnd(tx: Tx, { kind, resourceId: id }: ClaimedRun, outcome: SagaOutcome): Promise<void> {
  if (outcome.state !== "succeeded") return;
  if (kind === "delete") await tx.prisma.hostedProvider.deleteMany({ where: { id } });
  if (kind === "create" || kind === "start" || kind === "restart") {
    const data = { healthError: null, healthCheckedAt: new Date() };
    await tx.prisma.hostedProvider.updateMany({ where: { id }, data });
  }
}

async function recordAddress(tx: Tx, { id, publicAddress, mainPort }: Workload, _: AddressChange): Promise<void> {
  if (publicAddress === null || mainPort === null) return;
  const endpoints = [{ name: "dns", protocol: "dns", host: publicAddress, port: mainPort }];
  await tx.prisma.hostedProvider.updateMany({ where: { id }, data: { endpoints } });
}

export const managedDns: ManagedService = {
  workload: dnsServer,
  ports,
  size: { memoryMb: 256, diskMb: 2_048, cpuMilli: 500 },
  settings: {
    schema: dnsSettings,
    fields: [
      {
        name: "nameservers",
        label: "Name servers",
        kind: "list",
        required: true,
        help: "The names that customers delegate their domains to, such as ns1.example.net. They need address records.",
        initial: null,
      },
    ],
  },
  endpoints: (_, open) => [{ name: "dns", protocol: "dns", ...open("dns") }],
  connection: ({ password, settings }, dial) => ({
    apiUrl: `http://${formatAddress(dial("api").host, dial("api").port)}`,
    apiKey: password,
    nameservers: dnsSettings.parse(settings).nameservers,
    publicHost: dial("dns").host,
    publicPort: dial("dns").port,
  }),
};
