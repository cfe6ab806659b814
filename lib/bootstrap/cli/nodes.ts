import { writeFile } from "node:fs/promises";
import { systemActor } from "@/lib/access/actor";
import { coreErrors } from "@/lib/core/errors";
import { checkReadiness } from "@/lib/health/readiness";
import { addNode } from "@/lib/nodes/add-node";
import { changeNode } from "@/lib/nodes/change-node";
import { createNodeBody } from "@/lib/nodes/contract";
import { listNodes } from "@/lib/nodes/queries";
import { writeSupportReport } from "@/lib/platform/support-report/write-report";
import { type Command, table, UsageError } from "../command-line";

function switchState(name: "drain" | "activate", state: "draining" | "active", summary: string): Command {
  return {
    name: `node ${name}`,
    summary,
    positionals: ["NAME"],
    async run(input) {
      const wanted = input.positional(0);
      const { items } = await listNodes(systemActor);
      const node = items.find((item) => item.name === wanted || item.id === wanted);
      if (!node) throw coreErrors.not_found({ detail: `There is no node ${wanted}.` });
      await changeNode(systemActor, node.id, { state });
      return { json: { id: node.id, name: node.name, state }, text: `${node.name} is ${state}.` };
    },
  };
}

function portRange(text: string | undefined): { portStart?: number; portEnd?: number } {
  if (text === undefined) return {};
  const [, first, last] = /^(\d{1,5})-(\d{1,5})$/.exec(text) ?? [];
  if (!first || !last) throw new UsageError("--ports: use two numbers, such as 25565-26000.");
  return { portStart: Number(first), portEnd: Number(last) };
}

export const commands: readonly Command[] = [
  {
    name: "node list",
    summary: "Machines with capacity and free ports.",
    async run() {
      const { items } = await listNodes(systemActor);
      const rows = items.map((node) => [
        node.name,
        node.region,
        node.state,
        node.engine.status,
        `${node.memory.reserved}/${node.memory.total} GiB`,
        `${node.cpu.reserved}/${node.cpu.total}`,
        `${node.diskSpace.reserved}/${node.diskSpace.total} GiB`,
        node.addresses.reduce((sum, address) => sum + address.ports.free, 0),
        node.servers,
      ]);
      const headings = ["NAME", "REGION", "STATE", "ENGINE", "MEMORY", "CPU", "DISK", "FREE PORTS", "SERVERS"];
      return { json: { items }, text: table(headings, rows) };
    },
  },
  {
    name: "node add",
    summary: "Add a machine with one address and its ports.",
    options: {
      name: { type: "string", value: "NAME", summary: "lower-case letters, digits and dashes", required: true },
      region: { type: "string", value: "REGION", summary: "short name; created when it is new", required: true },
      memory: { type: "string", value: "GIB", summary: "memory for servers", required: true },
      cpu: { type: "string", value: "CORES", summary: "CPUs for servers", required: true },
      disk: { type: "string", value: "GIB", summary: "disk space for servers", required: true },
      "public-address": { type: "string", value: "ADDRESS", summary: "where players connect to", required: true },
      "docker-host": {
        type: "string",
        value: "URL",
        summary: "unix:///path or tcp://host:port; without it, the panel's own",
      },
      "bind-address": { type: "string", value: "IP", summary: "interface for published ports; 0.0.0.0 by default" },
      ports: { type: "string", value: "A-B", summary: "first and last port; 25565-26000 by default" },
    },
    async run(input) {
      const body = createNodeBody.parse({
        name: input.text("name"),
        region: input.text("region"),
        memory: input.number("memory"),
        cpu: input.number("cpu"),
        diskSpace: input.number("disk"),
        publicAddress: input.text("public-address"),
        dockerHost: input.text("docker-host"),
        bindAddress: input.text("bind-address"),
        ...portRange(input.text("ports")),
      });
      const { id } = await addNode(systemActor, body);
      return { json: { id, name: body.name }, text: `${body.name} is added (${id}).` };
    },
  },
  switchState("drain", "draining", "Place no new servers on a machine; those on it stay."),
  switchState("activate", "active", "Place servers on a machine again."),
  {
    name: "health",
    summary: "What the panel depends on, and whether it answers.",
    async run() {
      const { status, dependencies } = await checkReadiness();
      const rows = dependencies.map((item) => [
        item.name,
        item.status,
        item.latencyMs === null ? null : `${item.latencyMs} ms`,
        item.detail,
      ]);
      const text = `${status}\n${table(["NAME", "STATE", "LATENCY", "DETAIL"], rows)}`;
      return { json: { status, dependencies }, text, failed: status === "unavailable" };
    },
  },
  {
    name: "doctor",
    summary: "Everything that a person who helps asks first, as one text without secrets.",
    options: { out: { type: "string", value: "FILE", summary: "write it to a file instead of the terminal" } },
    async run(input) {
      const report = await writeSupportReport(systemActor);
      const file = input.text("out");
      if (file === undefined) return { json: { report }, text: report };
      await writeFile(file, `${report}\n`, { mode: 0o600 });
      return { json: { file }, text: `Written to ${file}. Read it before you send it.` };
    },
  },
];
