import { useLocale, useTranslations } from "next-intl";
import { Card } from "@/components/ui/page-frame";
import { formatDuration } from "@/lib/core/units";
import type { CreateFigures } from "@/lib/workloads/figures/contract";
import classes from "./provisioning-card.module.css";

/** Results of server creation in the last 24 hours, by hour. */
export function ProvisioningCard({ figures }: { figures: CreateFigures }) {
  const locale = useLocale();
  const t = useTranslations("admin.nodes");
  const { created, failed, medianMs, slowestMs, errors, hours } = figures;
  const ended = created + failed;
  const highest = Math.max(1, ...hours.map((hour) => hour.created + hour.failed));
  return (
    <Card title={t("serversCreatedInThe")}>
      <dl className={classes.facts}>
        <Fact
          label={t("successRate")}
          value={ended === 0 ? t("noneYet") : `${Math.round((created / ended) * 1000) / 10} %`}
        />
        <Fact label={t("cameOnline")} value={String(created)} />
        <Fact label={t("failed")} value={String(failed)} />
        <Fact label={t("medianTime")} value={medianMs === null ? t("noneYet") : formatDuration(medianMs, locale)} />
        <Fact label={t("slowest")} value={slowestMs === null ? t("noneYet") : formatDuration(slowestMs, locale)} />
      </dl>
      <div className={classes.bars} role="img" aria-label={t("serversCreatedByHour", { created, failed })}>
        {hours.map((hour) => (
          <span
            key={hour.at}
            className={classes.hour}
            title={t("onlineFailed", { at: hour.at.slice(11, 16), created: hour.created, failed: hour.failed })}
          >
            <span className={classes.failed} style={{ height: `${(hour.failed / highest) * 100}%` }} />
            <span className={classes.created} style={{ height: `${(hour.created / highest) * 100}%` }} />
          </span>
        ))}
      </div>
      {errors.length > 0 ? (
        <p className={classes.errors}>{errors.map(({ code, count }) => `${code}: ${count}`).join(", ")}</p>
      ) : null}
    </Card>
  );
}

function Fact({ label, value }: { label: string; value: string }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd className="ln-figure">{value}</dd>
    </div>
  );
}
