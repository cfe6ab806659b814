import { sql } from "@/lib/db/transaction";
import { hasNoSpace, listConditions } from "@/lib/nodes/conditions";
import { isolationProblems } from "@/lib/nodes/isolation/isolation-problems";
import { engineTroubles } from "@/lib/workloads/watch/engine-troubles";
import { below, type HealthCheck, ok } from "../check";
import { healthFacts } from "../facts";

export const engineCheck: HealthCheck = {
  name: "engine",
  label: "Docker on the machines",
  async run() {
    const nodes = await listConditions(sql());
    const down = nodes.filter((node) => node.isSilent);
    const silent = down.map(
      ({ name, engineError }) => `not reachable: ${name}${engineError ? `. ${engineError}` : ""}`,
    );
    const names = new Set(down.map((row) => row.name));
    const troubles = (await engineTroubles(sql()))
      .filter((trouble) => !names.has(trouble.node))
      .map(({ node, title, runs, cure }) => `${node}: ${title} (${runs} ${runs === 1 ? "run" : "runs"}). ${cure}`);
    const full = nodes
      .filter(({ disk }) => hasNoSpace(disk))
      .map(
        ({ name, disk }) =>
          `${name}: only ${disk?.freeMb ?? 0} MB of its disk are free. Remove what is not needed there.`,
      );
    const detail = [...silent, ...troubles, ...full].join(" ");
    if (detail === "") return ok();
    const text = "Start Docker on the machine, or free space on its disk.";
    return {
      state: "failed",
      detail,
      advice: { text, command: "docker info; docker system df", href: "/admin/nodes" },
    };
  },
};

export const isolationCheck: HealthCheck = {
  name: "isolation",
  label: "Isolation of containers",
  async run() {
    const problems = await isolationProblems(sql());
    if (problems.length === 0) return ok();
    const text = "Run the commands of the settings page as root on the machine.";
    return { state: "failed", detail: problems.join("\n"), advice: { text, href: "/admin/settings" } };
  },
};

export const portsCheck: HealthCheck = {
  name: "ports",
  label: "Free ports",
  unit: "%",
  async run() {
    const { usedPorts, allPorts } = await healthFacts();
    if (usedPorts === null || allPorts === null) return { state: "off", detail: "No address has ports." };
    const free = (1 - usedPorts / allPorts) * 100;
    const state = below(free, { degraded: 10, failed: 0 });
    if (state === "ok") return ok(free);
    const text = "Add an address or a wider range of ports.";
    return {
      state,
      value: free,
      detail: `${allPorts - usedPorts} of ${allPorts} ports are free.`,
      advice: { text, href: "/admin/nodes" },
    };
  },
};
