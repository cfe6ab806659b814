import { type Actor, systemActor } from "@/lib/access/actor";
import { revokeAgent } from "@/lib/monitoring/agents/agent-credentials";
import { createMachineEnrolment } from "@/lib/monitoring/agents/enrolment";
import { rangeNames } from "@/lib/monitoring/charts/contract";
import { readChart } from "@/lib/monitoring/charts/read-chart";
import { removeMachine, renameMachine } from "@/lib/monitoring/machines/change-machine";
import { enrolmentBody, fleetFilter, renameBody } from "@/lib/monitoring/machines/contract";
import { listMachines, loadMachine } from "@/lib/monitoring/machines/queries";
import { type Command, table, UsageError } from "../command-line";
import { requireUser } from "./users";

const rounded = (value: number | undefined, unit: string) => (value === undefined ? "" : `${value.toFixed(1)}${unit}`);

async function figuresOf(id: string, range: string) {
  const known = rangeNames.find((name) => name === range);
  if (!known) throw new UsageError(`--range: use ${rangeNames.join(", ")}.`);
  const { subject } = await loadMachine(systemActor, id, "machine.read");
  return readChart({ id: subject, kind: "machine" }, { range: known });
}

export const commands: readonly Command[] = [
  {
    name: "machine list",
    summary: "Monitored machines with their newest figures.",
    async run() {
      const { items } = await listMachines(systemActor, fleetFilter.parse({}));
      const rows = items.map(({ id, name, presence, readings, owner, lastSampleAt }) => [
        id,
        name,
        presence,
        rounded(readings["cpu.percent"], " %"),
        rounded(readings["memory.percent"], " %"),
        rounded(readings["disk.percent"], " %"),
        owner?.name ?? "panel",
        lastSampleAt ?? "",
      ]);
      const headings = ["ID", "NAME", "STATE", "CPU", "MEMORY", "DISK", "OWNER", "LAST SAMPLE"];
      return { json: { items }, text: table(headings, rows) };
    },
  },
  {
    name: "machine enrol",
    summary: "Print the command that installs the agent on a machine; it works once within 15 minutes.",
    options: {
      owner: { type: "string", value: "EMAIL", summary: "who owns the machine", required: true },
      name: { type: "string", value: "NAME", summary: "its name; the host name by default" },
    },
    async run(input) {
      const body = enrolmentBody.parse({ name: input.text("name") });
      const owner = await requireUser(input.text("owner") ?? "");
      const actor: Actor = { ...systemActor, userId: owner.id };
      const enrolment = await createMachineEnrolment(actor, body);
      return { json: enrolment, text: `${enrolment.command}\n(until ${enrolment.expiresAt})` };
    },
  },
  {
    name: "machine figures",
    summary: "Average, lowest and highest of each figure of a machine.",
    positionals: ["ID"],
    options: { range: { type: "string", value: "RANGE", summary: "1h, 6h, 24h, 7d or 30d; 1h by default" } },
    async run(input) {
      const chart = await figuresOf(input.positional(0), input.text("range") ?? "1h");
      const rows = Object.entries(chart.series).map(([name, { unit, average, lowest, highest }]) => {
        const known = (values: readonly (number | null)[]) => values.filter((value) => value !== null);
        const mean = known(average).reduce((sum, value) => sum + value, 0) / Math.max(1, known(average).length);
        const ends = [mean, Math.min(...known(lowest)), Math.max(...known(highest))];
        return [name, unit, ...ends.map((value) => Number(value.toPrecision(6)))];
      });
      return { json: chart, text: table(["METRIC", "UNIT", "AVERAGE", "LOWEST", "HIGHEST"], rows) };
    },
  },
  {
    name: "machine rename",
    summary: "Rename a machine.",
    positionals: ["ID", "NAME"],
    async run(input) {
      const { name } = renameBody.parse({ name: input.positional(1) });
      const machine = await renameMachine(systemActor, input.positional(0), name);
      return { json: machine, text: `${machine.id} is ${machine.name}.` };
    },
  },
  {
    name: "machine revoke",
    summary: "Refuse a machine's agent from now on; its figures stay.",
    positionals: ["ID"],
    async run(input) {
      const id = input.positional(0);
      await revokeAgent(systemActor, id);
      return { json: { id, revoked: true }, text: `The agent of ${id} is revoked.` };
    },
  },
  {
    name: "machine remove",
    summary: "Remove a machine with its figures.",
    positionals: ["ID"],
    async run(input) {
      const id = input.positional(0);
      await removeMachine(systemActor, id);
      return { json: { id, removed: true }, text: `${id} is removed.` };
    },
  },
];
