import { useTranslations } from "next-intl";
import classes from "@/components/admin/tables.module.css";
import { RelativeTime } from "@/components/ui/relative-time";
import { StatusPill } from "@/components/ui/status-pill";
import { type Column, DataTable } from "@/components/ui/table/data-table";
import type { JobView } from "@/lib/platform/job-status/contract";
import { RunJobButton } from "./run-job-button";

type Texts = ReturnType<typeof useTranslations<"admin.jobs">>;

const columns = (t: Texts): Column<JobView>[] => [
  {
    title: t("job"),
    isRowHeader: true,
    cell: ({ name, summary }) => (
      <>
        {name}
        <span className={classes.below}>{summary}</span>
      </>
    ),
  },
  { title: t("state"), cell: ({ state }) => <StatusPill status={state} /> },
  { title: t("nextRun"), cell: ({ nextAt }) => (nextAt ? <RelativeTime at={nextAt} /> : null) },
  {
    title: t("lastRun"),
    cell: ({ lastAt, lastDurationMs }) => (
      <div>
        {lastAt ? <RelativeTime at={lastAt} /> : t("never")}
        {lastDurationMs === null ? null : <div className={classes.dim}>{lastDurationMs} ms</div>}
      </div>
    ),
  },
  { title: t("lastError"), className: classes.dim, cell: ({ lastError }) => lastError },
  { title: t("action"), cell: ({ name, state }) => <RunJobButton name={name} hasFailed={state === "failed"} /> },
];

/** Periodic jobs, those that failed first. */
export function JobTable({ jobs }: { jobs: JobView[] }) {
  const t = useTranslations("admin.jobs");
  return <DataTable label={t("jobs")} columns={columns(t)} rows={jobs} idOf={({ name }) => name} phone="cards" />;
}
