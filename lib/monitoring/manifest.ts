import type { Manifest } from "@/lib/access/module-manifest";
import { notGuests } from "@/lib/access/reaches";

export const manifest = {
  ids: { machine: "mch", machineEnrolment: "men", machineEvent: "mev" },
  permissions: {
    "machine.create": notGuests,
    "machine.read": notGuests,
    /** Name, credentials and removal. */
    "machine.manage": notGuests,
  },
  limits: {
    /** Of one agent: a call every 90 seconds, and one a second while somebody looks at its machine. */
    agentMetrics: { name: "agent-metrics", limit: 240, windowSeconds: 60, inBlocks: true },
    /** Of an address. */
    agentRegister: { name: "agent-register", limit: 60, windowSeconds: 60 },
    agentProgram: { name: "agent-program", limit: 60, windowSeconds: 60 },
  },
  navigation: [
    {
      label: "Machines",
      href: "/machines",
      icon: "IconDeviceDesktopAnalytics",
      section: "main",
      position: 45,
      audience: "members",
    },
  ],
  audit: {
    sentences: {
      "machine.enrolment_created": "created an enrolment command for a machine",
      "machine.registered": "registered the machine {target}",
      "machine.removed": "removed the machine {target}",
      "machine.renamed": "renamed the machine {before.name} to {after.name}",
      "machine.revoked": "revoked the agent of {target}",
      "machine.token_rotated": "replaced the token of the agent of {target}",
      "machine.metrics_exported": "downloaded figures of {target}",
      "server.metrics_exported": "downloaded figures of {target}",
    },
    reads: ["machine.metrics_exported", "server.metrics_exported"],
    securityActions: ["machine.token_rotated", "machine.revoked", "machine.registered"],
  },
} satisfies Manifest;
