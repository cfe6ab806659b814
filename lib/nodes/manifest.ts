import type { Manifest } from "@/lib/access/module-manifest";
import { administrators, everyone, staff } from "@/lib/access/reaches";

export const manifest = {
  ids: { region: "reg", node: "nod", address: "adr" },
  permissions: { "region.read": everyone, "node.read": staff, "node.manage": administrators },
  limitedToken: ["region.read"],
  navigation: [
    {
      label: "Nodes",
      href: "/admin/nodes",
      icon: "IconCpu",
      section: "administration",
      position: 40,
      audience: "staff",
    },
  ],
  audit: {
    sentences: {
      "node.added": "added the node {target}",
      "node.isolation_tested": "asked to test the isolation of {target}",
      "node.state_changed": "set the node {target} to {after.state}",
      "node.reachable_changed": "changed what can be reached from {target}",
    },
  },
} satisfies Manifest;
