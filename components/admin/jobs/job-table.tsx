import classes from "@/components/admin/tables.module.css";
import { RelativeTime } from "@/components/ui/relative-time";
import { StatusPill } from "@/components/ui/status-pill";
import type { JobView } from "@/lib/platform/job-status/contract";
import { RunJobButton } from "./run-job-button";

/** Periodic jobs, those that failed first. */
export function JobTable({ jobs }: { jobs: JobView[] }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
    <section className={classes.scroll} aria-label="Jobs" tabIndex={0}>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">Job</th>
            <th scope="col">State</th>
            <th scope="col">Next run</th>
            <th scope="col">Last run</th>
            <th scope="col">Last error</th>
            <th scope="col">Action</th>
          </tr>
        </thead>
        <tbody>
          {jobs.map((job) => (
            <tr key={job.name}>
              <th scope="row" style={{ fontWeight: 550 }}>
                {job.name}
                <span className={classes.dim} style={{ display: "block", fontWeight: 400 }}>
                  {job.summary}
                </span>
              </th>
              <td>
                <StatusPill status={job.state} />
              </td>
              <td>{job.nextAt ? <RelativeTime at={job.nextAt} /> : ""}</td>
              <td>
                {job.lastAt ? <RelativeTime at={job.lastAt} /> : "never"}
                {job.lastDurationMs === null ? null : <div className={classes.dim}>{job.lastDurationMs} ms</div>}
              </td>
              <td className={classes.dim}>{job.lastError ?? ""}</td>
              <td>
                <RunJobButton name={job.name} hasFailed={job.state === "failed"} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
