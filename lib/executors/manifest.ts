import type { Manifest } from "@/lib/access/module-manifest";
import { notGuests } from "@/lib/access/reaches";

export const manifest = {
  ids: {
    executor: "exe",
    executorTemplate: "ext",
    executorRollout: "rol",
    executorCommand: "cmd",
    executorEnrolment: "enr",
    executorBatch: "bat",
    executorEvent: "xev",
  },
  permissions: {
    "executor.create": notGuests,
    "executor.read": notGuests,
    "executor.manage": notGuests,
    "executor.command": notGuests,
    "executor_template.read": notGuests,
    "executor_template.manage": notGuests,
  },
  encryptedColumns: [
    { label: "executor_batch:csv_sealed", table: "executor_batch", column: "csv_sealed", keys: ["id"] },
  ],
  limits: {
    /** Of one executor: whole configurations (304 is free), and what it reports by itself. */
    executorConfig: { name: "executor-config", limit: 10, windowSeconds: 60, inBlocks: true },
    executorHeartbeat: { name: "executor-heartbeat", limit: 60, windowSeconds: 60, inBlocks: true },
    /** A bridge handles nine commands a second, and each of them is some four calls. */
    executorCall: { name: "executor-call", limit: 6_000, windowSeconds: 60, inBlocks: true },
    executorEnrol: { name: "executor-enrol", limit: 60, windowSeconds: 60 },
    /** Of an address: the program is a few megabytes. */
    executorProgram: { name: "executor-program", limit: 20, windowSeconds: 60 },
    executorBatch: { name: "executor-batch", limit: 10, windowSeconds: 3600 },
  },
  navigation: [
    {
      label: "Executors",
      href: "/executors",
      icon: "IconPlugConnected",
      section: "main",
      position: 50,
      audience: "members",
    },
    {
      label: "All executors",
      href: "/admin/executors",
      icon: "IconServerBolt",
      section: "administration",
      position: 30,
      audience: "staff",
    },
  ],
  audit: {
    sentences: {
      "executor.batch_created": "created {total} executors at once",
      "executor.batch_secrets_revealed": "downloaded the secrets of a batch of executors",
      "executor.command_cancelled": "cancelled a command of {target}",
      "executor.command_sent": "sent the command `{type}` to {target}",
      "executor.config_read": "read the configuration of {target}",
      "executor.config_restored": "restored configuration version {version} of {target}",
      "executor.created": "created the executor {target}",
      "executor.enrolled": "enrolled the executor {target}",
      "executor.enrolment_created": "created the enrolment link[ {name}]",
      "executor.enrolment_revoked": "ended an enrolment link",
      "executor.refused": "was refused as the executor {target}[: {reason}]",
      "executor.revoked": "revoked the executor {target}",
      "executor.secret_rotated": "replaced the secret of {target}",
      "executor.updated": "changed the executor {target}[: {fields}]",
      "executor_template.created": "created the executor template {target}",
      "executor_template.deleted": "deleted the executor template {target}",
      "executor_template.rolled_back": "rolled back a roll-out of {target}[ to version {toVersion}]",
      "executor_template.rollout_started": "started a roll-out of {target}[, version {toVersion}]",
      "executor_template.updated": "changed the executor template {target}[: {fields}]",
    },
    reads: ["executor.refused", "executor.config_read"],
    securityActions: ["executor.secret_rotated", "executor.revoked", "executor.enrolled"],
  },
} satisfies Manifest;
