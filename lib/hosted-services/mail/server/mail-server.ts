import { env } from "@/lib/core/env";
import type { Sql, Tx } from "@/lib/db/transaction";
import type { EngineNode } from "@/lib/nodes/engines";
import { portsOf } from "@/lib/nodes/ports/ports";
import type { SagaOutcome } from "@/lib/provisioning/saga";
import { staffChannel } from "@/lib/realtime/contract";
import { defineWorkload } from "@/lib/workloads/define-workload";
import type { Workload } from "@/lib/workloads/load-workload";
import type { ClaimedRun } from "@/lib/workloads/runs/resource-kind";
import type { WorkloadSpec } from "@/lib/workloads/workload-definition";
import { scramVerifier } from "../../databases/postgresql/scram-verifier";
import { hostedServiceErrors } from "../../errors";
import type { Endpoint } from "../../providers/contract";
import {
  type ManagedSecrets,
  type ManagedService,
  managedSecrets,
  type Reach,
} from "../../providers/managed/managed-service";
import { openSealed } from "../../providers/sealed-connection";
import { buildMailImage, mailCapabilities, mailImageTag } from "./mail-image";
import { mailSettingFields, mailSettings } from "./mail-settings";

/** A mail server that the panel runs; its programs and their configuration are in games/mail. */
const mailServer = defineWorkload({
  kind: "mail-server",
  noun: "service",
  program: "mail server",
  role: "service",
  volumes: ["data"],
  spec: specOf,
  prepareImage: ({ dockerHost }: EngineNode) => buildMailImage({ dockerHost: dockerHost ?? env().DOCKER_HOST }),
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

const ports = [
  { name: "smtp", protocol: "tcp", containerPort: 25 },
  { name: "submission", protocol: "tcp", containerPort: 587 },
  { name: "imaps", protocol: "tcp", containerPort: 993 },
  { name: "store", protocol: "tcp", containerPort: 5432, forPanel: true },
  { name: "doveadm", protocol: "tcp", containerPort: 8080, forPanel: true },
] as const;

async function specOf(db: Sql, workload: Workload): Promise<WorkloadSpec | null> {
  const provider = await db.prisma.hostedProvider.findUnique({ where: { id: workload.id } });
  if (!provider) return null;
  const { password, settings } = managedSecrets.parse(openSealed(provider));
  const { hostname, outbound, relayHost, relayUser, relayPassword, certificate, key } = mailSettings.parse(settings);
  return {
    image: mailImageTag,
    pull: "never",
    pullTimeoutMs: 600_000,
    ports,
    volumes: [{ name: "data", mountPath: "/data" }],
    // The salt follows from the id: equal settings give an equal container.
    environment: {
      PANEL_ROLE_VERIFIER: scramVerifier(password, Buffer.from(workload.id).subarray(0, 16)),
      DOVEADM_KEY: password,
      MAIL_HOSTNAME: hostname,
      MAIL_OUTBOUND: outbound,
      RELAY_HOST: relayHost,
      RELAY_USER: relayUser,
      RELAY_PASSWORD: relayPassword,
      TLS_CERTIFICATE: certificate,
      TLS_KEY: key,
      MEMORY_MB: String(workload.memoryMb),
    },
    user: "0:0",
    capabilities: mailCapabilities,
    readOnlyRoot: true,
    pidsLimit: 1_000,
    healthCommand: {
      command: ["/usr/local/bin/node", "/opt/mail/listening.mjs"],
      intervalSeconds: 30,
      timeoutSeconds: 10,
    },
    stop: { signal: "SIGTERM", timeoutSeconds: 60 },
    install: null,
    readiness: { kind: "log-line", text: "mail server is ready", timeoutMs: 120_000 },
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

async function recordAddress(tx: Tx, { id }: Workload): Promise<void> {
  const provider = await tx.prisma.hostedProvider.findUnique({ where: { id } });
  if (!provider) return;
  const held = await portsOf(tx, id);
  const open = (name: string) => {
    const port = held.find((item) => item.name === name);
    return { host: port?.publicAddress ?? "", port: port?.port ?? 0 };
  };
  const endpoints = endpointsOf(managedSecrets.parse(openSealed(provider)), open);
  await tx.prisma.hostedProvider.updateMany({ where: { id }, data: { endpoints } });
}

/** Customers use the name, which the certificate has; other servers find it by MX records, which have no port. */
function endpointsOf({ settings }: ManagedSecrets, open: Reach): Endpoint[] {
  const { hostname: host } = mailSettings.parse(settings);
  return [
    { name: "smtp", protocol: "smtp", host, port: open("smtp").port },
    { name: "submission", protocol: "submission", host, port: open("submission").port },
    { name: "imaps", protocol: "imaps", host, port: open("imaps").port },
  ];
}

const hostOf = (host: string) => (host.includes(":") ? `[${host}]` : host);

export const managedMail: ManagedService = {
  workload: mailServer,
  ports,
  size: { memoryMb: 1_024, diskMb: 20_480, cpuMilli: 1_000 },
  settings: { schema: mailSettings, fields: mailSettingFields },
  endpoints: endpointsOf,
  connection: ({ password, settings }, dial, open) => {
    const { hostname } = mailSettings.parse(settings);
    const { host, port } = dial("store");
    return {
      url: `postgresql://lightnode:${encodeURIComponent(password)}@${hostOf(host)}:${port}/mail`,
      doveadmUrl: `http://${hostOf(dial("doveadm").host)}:${dial("doveadm").port}`,
      doveadmKey: password,
      smtpHost: dial("smtp").host,
      smtpPort: dial("smtp").port,
      publicHost: hostname,
      imapsPort: open("imaps").port,
      submissionPort: open("submission").port,
    };
  },
};
