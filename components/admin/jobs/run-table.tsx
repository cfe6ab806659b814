import Link from "next/link";
import { useLocale, useTranslations } from "next-intl";
import classes from "@/components/admin/tables.module.css";
import { RelativeTime } from "@/components/ui/relative-time";
import { StatusPill } from "@/components/ui/status-pill";
import { formatDuration } from "@/lib/core/units";
import type { RunView } from "@/lib/game-servers/contract";

/** Runs with their steps. Failed runs show the reason and the engine's own message. */
export function RunTable({ runs }: { runs: RunView[] }) {
  const locale = useLocale();
  const t = useTranslations("admin.jobs");
  return (
    <ul className={classes.list}>
      {runs.map((run) => (
        <li key={run.id} className={classes.run}>
          <div className={classes.runHead}>
            <span className={classes.strong}>
              {run.kind}{" "}
              {run.serverName ? (
                <Link href={`/servers/${run.serverId}`} prefetch={false} className="ln-link">
                  {run.serverName}
                </Link>
              ) : (
                <span className={classes.dim}>{t("ofADeletedServer")}</span>
              )}
            </span>
            <StatusPill status={run.state} />
            <span className={`${classes.dim} ln-figure`}>
              {run.durationMs === null ? "" : formatDuration(run.durationMs, locale)}
            </span>
            <span className={classes.dim}>
              <RelativeTime at={run.createdAt} />
            </span>
          </div>
          <div className={classes.steps}>
            {run.steps.map((step) => (
              <span key={step.step} className={classes.step} data-state={step.status}>
                {step.step} {step.durationMs === null ? step.status : formatDuration(step.durationMs, locale)}
              </span>
            ))}
          </div>
          {run.errorMessage ? <p className={classes.error}>{run.errorMessage}</p> : null}
          {run.errorDetail ? (
            <details className={classes.detail}>
              <summary>{t("technicalDetail")}</summary>
              <pre>{run.errorDetail}</pre>
            </details>
          ) : null}
        </li>
      ))}
    </ul>
  );
}
