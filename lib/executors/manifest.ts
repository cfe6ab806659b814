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
    reads: ["executor.refused", "executor.config_read"],
    securityActions: ["executor.secret_rotated", "executor.revoked", "executor.enrolled"],
  },
} satisfies Manifest;
