import { formatAddress } from "@/lib/core/units";
import { scramVerifier } from "../../databases/postgresql/scram-verifier";
import type { Endpoint } from "../../providers/contract";
import { defineManagedService } from "../../providers/managed/define-managed-service";
import type { ManagedSecrets, Reach } from "../../providers/managed/managed-service";
import { buildMailImage, mailCapabilities, mailImageTag } from "./mail-image";
import { mailSettingFields, mailSettings } from "./mail-settings";

/** Customers use the name, which the certificate has; other servers find it by MX records, which have no port. */
function endpointsOf({ settings }: ManagedSecrets, open: Reach): Endpoint[] {
  const { hostname: host } = mailSettings.parse(settings);
  return [
    { name: "smtp", protocol: "smtp", host, port: open("smtp").port },
    { name: "submission", protocol: "submission", host, port: open("submission").port },
    { name: "imaps", protocol: "imaps", host, port: open("imaps").port },
  ];
}

/** The salt follows from the id: equal settings give an equal container. */
function environmentOf({ password, settings }: ManagedSecrets, workload: { id: string; memoryMb: number }) {
  const { hostname, outbound, relayHost, relayUser, relayPassword, certificate, key } = mailSettings.parse(settings);
  return {
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
  };
}

/** A mail server that the panel runs; its programs and their configuration are in games/mail. */
export const managedMail = defineManagedService({
  kind: "mail-server",
  program: "mail server",
  buildImage: buildMailImage,
  ports: [
    { name: "smtp", protocol: "tcp", containerPort: 25, standardPort: 25 },
    { name: "submission", protocol: "tcp", containerPort: 587, standardPort: 587 },
    { name: "imaps", protocol: "tcp", containerPort: 993, standardPort: 993 },
    { name: "store", protocol: "tcp", containerPort: 5432, forPanel: true },
    { name: "doveadm", protocol: "tcp", containerPort: 8080, forPanel: true },
  ],
  size: { memoryMb: 1_024, diskMb: 20_480, cpuMilli: 1_000 },
  settings: { schema: mailSettings, fields: mailSettingFields },
  container: (secrets, workload) => ({
    image: mailImageTag,
    pullTimeoutMs: 600_000,
    environment: environmentOf(secrets, workload),
    user: "0:0",
    capabilities: mailCapabilities,
    pidsLimit: 1_000,
    healthCommand: {
      command: ["/usr/local/bin/node", "/opt/mail/listening.mjs"],
      intervalSeconds: 30,
      timeoutSeconds: 10,
    },
    stop: { signal: "SIGTERM", timeoutSeconds: 60 },
    readiness: { kind: "log-line", text: "mail server is ready", timeoutMs: 120_000 },
  }),
  endpoints: endpointsOf,
  connection: ({ password, settings }, dial, open) => {
    const address = (name: string) => formatAddress(dial(name).host, dial(name).port);
    return {
      url: `postgresql://lightnode:${encodeURIComponent(password)}@${address("store")}/mail`,
      doveadmUrl: `http://${address("doveadm")}`,
      doveadmKey: password,
      smtpHost: dial("smtp").host,
      smtpPort: dial("smtp").port,
      publicHost: mailSettings.parse(settings).hostname,
      imapsPort: open("imaps").port,
      submissionPort: open("submission").port,
    };
  },
});
