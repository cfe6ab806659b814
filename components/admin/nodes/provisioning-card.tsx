import { Card } from "@/components/ui/page-frame";
import { formatDuration } from "@/lib/core/units";
import type { CreateFigures } from "@/lib/workloads/figures/contract";
import classes from "./provisioning-card.module.css";

/** Results of server creation in the last 24 hours, by hour. */
export function ProvisioningCard({ figures }: { figures: CreateFigures }) {
  const { created, failed, medianMs, slowestMs, errors, hours } = figures;
  const ended = created + failed;
  const highest = Math.max(1, ...hours.map((hour) => hour.created + hour.failed));
  return (
    <Card title="Servers created in the last 24 hours">
      <dl className={classes.facts}>
        <Fact
          label="Success rate"
          value={ended === 0 ? "none yet" : `${Math.round((created / ended) * 1000) / 10} %`}
        />
        <Fact label="Came online" value={String(created)} />
        <Fact label="Failed" value={String(failed)} />
        <Fact label="Median time" value={medianMs === null ? "none yet" : formatDuration(medianMs)} />
        <Fact label="Slowest" value={slowestMs === null ? "none yet" : formatDuration(slowestMs)} />
      </dl>
      <div
        className={classes.bars}
        role="img"
        aria-label={`Servers created by hour: ${created} came online, ${failed} failed in 24 hours`}
      >
        {hours.map((hour) => (
          <span
            key={hour.at}
            className={classes.hour}
            title={`${hour.at.slice(11, 16)}: ${hour.created} online, ${hour.failed} failed`}
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
