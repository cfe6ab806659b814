import classes from "@/components/admin/tables.module.css";
import { RelativeTime } from "@/components/ui/relative-time";
import { StatusPill } from "@/components/ui/status-pill";
import { type Column, DataTable } from "@/components/ui/table/data-table";
import type { JobView } from "@/lib/platform/job-status/contract";
import { RunJobButton } from "./run-job-button";

const columns: Column<JobView>[] = [
  {
    title: "Job",
    isRowHeader: true,
    cell: ({ name, summary }) => (
      <>
        {name}
        <span className={classes.below}>{summary}</span>
      </>
    ),
  },
  { title: "State", cell: ({ state }) => <StatusPill status={state} /> },
  { title: "Next run", cell: ({ nextAt }) => (nextAt ? <RelativeTime at={nextAt} /> : null) },
  {
    title: "Last run",
    cell: ({ lastAt, lastDurationMs }) => (
      <div>
        {lastAt ? <RelativeTime at={lastAt} /> : "never"}
        {lastDurationMs === null ? null : <div className={classes.dim}>{lastDurationMs} ms</div>}
      </div>
    ),
  },
  { title: "Last error", className: classes.dim, cell: ({ lastError }) => lastError },
  { title: "Action", cell: ({ name, state }) => <RunJobButton name={name} hasFailed={state === "failed"} /> },
];

/** Periodic jobs, those that failed first. */
export function JobTable({ jobs }: { jobs: JobView[] }) {
  return <DataTable label="Jobs" columns={columns} rows={jobs} idOf={({ name }) => name} phone="cards" />;
}
