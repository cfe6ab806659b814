import Link from "next/link";
import { useTranslations } from "next-intl";
import type { DashboardState, DashboardView } from "@/lib/platform/dashboard/contract";
import classes from "./state-filters.module.css";

type Texts = ReturnType<typeof useTranslations<"dashboard">>;

type Props = {
  counts: Record<DashboardState, number>;
  total: DashboardView["total"];
  chosen: DashboardState | null;
};

const filters = (t: Texts): { state: DashboardState; label: string; tone: string }[] => [
  { state: "online", label: t("online"), tone: "good" },
  { state: "changing", label: t("changing"), tone: "busy" },
  { state: "offline", label: t("offline"), tone: "idle" },
  { state: "attention", label: t("needAttention"), tone: "bad" },
];

/** How many servers are in which kind of state; each count shows only those. */
export function StateFilters({ counts, total, chosen }: Props) {
  const t = useTranslations("dashboard");
  return (
    <nav aria-label={t("serversByState")} className={classes.filters}>
      <Link
        href="/"
        prefetch={false}
        scroll={false}
        className={classes.filter}
        aria-current={chosen === null ? "true" : undefined}
      >
        {t.rich("all", { total, span: (chunks) => <span className={`${classes.count} ln-figure`}>{chunks}</span> })}
      </Link>
      {filters(t).map(({ state, label, tone }) => (
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
