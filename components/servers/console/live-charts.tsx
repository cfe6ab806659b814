"use client";

import { CategoryScale, Chart, Filler, LinearScale, LineElement, PointElement } from "chart.js";
import { useTranslations } from "next-intl";
import { Line } from "react-chartjs-2";
import { useUnits } from "@/components/ui/use-units";
import classes from "./live-charts.module.css";
import type { Sample } from "./use-console";

Chart.register(LineElement, PointElement, LinearScale, CategoryScale, Filler);

type Props = { samples: Sample[]; limitGib: number; cpuLimit: number; online: boolean };

/** Current CPU, memory and network, with the last two minutes as line charts. */
export default function LiveCharts({ samples, limitGib, cpuLimit, online }: Props) {
  const t = useTranslations("servers.console");
  const units = useUnits();
  const last = samples.at(-1);
  const rates = networkRates(samples);
  const rate = rates.at(-1) ?? 0;
  const shown = online && last;
  return (
    <div className={classes.grid}>
      <Figure
        label="CPU"
        value={shown ? `${last.cpuPercent.toFixed(1)} %` : t("none")}
        hint={t("of", { cpuLimit: cpuLimit * 100 })}
        values={samples.map((sample) => sample.cpuPercent)}
        max={cpuLimit * 100}
      />
      <Figure
        label={t("memory")}
        value={shown ? units.bytes(last.memoryBytes) : t("none")}
        hint={t("ofGiB", { limitGib })}
        values={samples.map((sample) => sample.memoryBytes)}
        max={limitGib * 1024 ** 3}
      />
      <Figure
        label={t("network")}
        value={shown ? `${units.bytes(rate)}/s` : t("none")}
        hint={t("inAndOut")}
        values={rates}
      />
    </div>
  );
}

/** Bytes a second in both directions between neighbouring samples; a restarted counter starts from zero. */
function networkRates(samples: Sample[]): number[] {
  return samples.slice(1).map((sample, index) => {
    const before = samples[index] ?? sample;
    const seconds = Math.max(0.5, (Date.parse(sample.at) - Date.parse(before.at)) / 1000);
    const total = (item: Sample) => item.networkReceivedBytes + item.networkSentBytes;
    return Math.max(0, total(sample) - total(before)) / seconds;
  });
}

function Figure({
  label,
  value,
  hint,
  values,
  max,
}: {
  label: string;
  value: string;
  hint: string;
  values: number[];
  max?: number;
}) {
  const t = useTranslations("servers.console");
  return (
    <div className={classes.figure}>
      <div className={classes.head}>
        <span className={classes.label}>{label}</span>
        <span className={`${classes.value} ln-figure`}>{value}</span>
        <span className={classes.hint}>{hint}</span>
      </div>
      <div className={classes.chart}>
        <Line
          aria-label={t("overTheLastTwo", { label })}
          role="img"
          data={{
            labels: values.map((_, index) => index),
            datasets: [
              {
                data: values,
                borderColor: "#2bbb9b",
                backgroundColor: "rgba(43,187,155,.14)",
                fill: true,
                borderWidth: 1.5,
                pointRadius: 0,
                tension: 0.25,
              },
            ],
          }}
          options={{
            animation: false,
            responsive: true,
            maintainAspectRatio: false,
            events: [],
            scales: { x: { display: false }, y: { display: false, min: 0, suggestedMax: max ? undefined : 1024, max } },
          }}
        />
      </div>
    </div>
  );
}
