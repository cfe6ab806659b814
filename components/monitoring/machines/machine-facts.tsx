"use client";

import { formatValue } from "@/components/monitoring/charts/format-value";
import { Card } from "@/components/ui/page-frame";
import { DataTable } from "@/components/ui/table/data-table";
import { formatBytes } from "@/lib/core/units";
import type { MachineDetail } from "@/lib/monitoring/machines/contract";
import classes from "./machines.module.css";

const hours = (seconds: number) => {
  const days = Math.floor(seconds / 86_400);
  if (days > 0) return days === 1 ? "1 day" : `${days} days`;
  return `${Math.floor(seconds / 3_600)} h ${Math.floor((seconds % 3_600) / 60)} min`;
};

/** What is no figure over time: hardware, file systems, containers. */
export function MachineFacts({ machine }: { machine: MachineDetail }) {
  const { facts, os, hostname, version } = machine;
  const lines: [string, string | null][] = [
    ["Host name", hostname],
    ["System", os],
    ["Kernel", facts?.kernel ?? null],
    ["Cores", facts?.cores ? String(facts.cores) : null],
    ["Memory", facts?.memoryBytes ? formatBytes(facts.memoryBytes) : null],
    ["Up for", facts?.uptimeSeconds ? hours(facts.uptimeSeconds) : null],
    ["Agent", version],
    ...Object.entries(facts?.failures ?? {}).map(([name, reason]): [string, string] => [`Missing: ${name}`, reason]),
  ];
  return (
    <>
      <Card title="Machine">
        <dl className={classes.facts}>
          {lines.flatMap(([label, value]) =>
            value ? [<dt key={`${label} label`}>{label}</dt>, <dd key={label}>{value}</dd>] : [],
          )}
        </dl>
      </Card>
      {facts?.disks && facts.disks.length > 0 ? (
        <Card title="File systems" flush>
          <DataTable
            label="File systems"
            rows={facts.disks}
            idOf={({ path }) => path}
            columns={[
              { title: "Path", isRowHeader: true, cell: ({ path }) => path },
              { title: "Used", className: classes.number, cell: ({ percent }) => formatValue("percent", percent) },
              { title: "Size", className: classes.number, cell: ({ totalBytes }) => formatBytes(totalBytes) },
            ]}
          />
        </Card>
      ) : null}
      {facts?.containers && facts.containers.length > 0 ? <Containers containers={facts.containers} /> : null}
    </>
  );
}

function Containers({ containers }: { containers: NonNullable<NonNullable<MachineDetail["facts"]>["containers"]> }) {
  return (
    <Card title="Containers, as of the last ten minutes" flush>
      <DataTable
        label="Containers"
        rows={containers}
        idOf={({ name }) => name}
        columns={[
          { title: "Name", isRowHeader: true, cell: ({ name }) => name },
          { title: "State", cell: ({ state }) => state },
          {
            title: "CPU",
            className: classes.number,
            cell: ({ cpuPercent }) => (cpuPercent === null ? "–" : formatValue("percent", cpuPercent)),
          },
          {
            title: "Memory",
            className: classes.number,
            cell: ({ memoryBytes }) => (memoryBytes === null ? "–" : formatBytes(memoryBytes)),
          },
        ]}
      />
    </Card>
  );
}
