import Link from "next/link";
import type { DashboardState, DashboardView } from "@/lib/platform/dashboard/contract";
import classes from "./state-filters.module.css";

type Props = {
  counts: Record<DashboardState, number>;
  total: DashboardView["total"];
  chosen: DashboardState | null;
};

const filters: { state: DashboardState; label: string; tone: string }[] = [
  { state: "online", label: "Online", tone: "good" },
  { state: "changing", label: "Changing", tone: "busy" },
  { state: "offline", label: "Offline", tone: "idle" },
  { state: "attention", label: "Need attention", tone: "bad" },
];

/** How many servers are in which kind of state; each count shows only those. */
export function StateFilters({ counts, total, chosen }: Props) {
  return (
    <nav aria-label="Servers by state" className={classes.filters}>
      <Link
        href="/"
        prefetch={false}
        scroll={false}
        className={classes.filter}
        aria-current={chosen === null ? "true" : undefined}
      >
        All <span className={`${classes.count} ln-figure`}>{total}</span>
      </Link>
      {filters.map(({ state, label, tone }) => (
        <Link
          key={state}
          href={`/?state=${state}`}
          prefetch={false}
          scroll={false}
          className={classes.filter}
          data-tone={counts[state] > 0 ? tone : undefined}
          aria-current={chosen === state ? "true" : undefined}
        >
          {label} <span className={`${classes.count} ln-figure`}>{counts[state]}</span>
        </Link>
      ))}
    </nav>
  );
}
