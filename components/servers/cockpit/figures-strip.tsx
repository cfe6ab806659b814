"use client";

import { Skeleton, VisuallyHidden } from "@mantine/core";
import { IconChevronDown } from "@tabler/icons-react";
import dynamic from "next/dynamic";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useUnits } from "@/components/ui/use-units";
import classes from "./figures-strip.module.css";
import { useFeed, useServerPage } from "./server-context";
import { tabHref } from "./server-tabs";
import type { Readings } from "./use-readings";

// The chart library is loaded when the strip is opened.
const LiveCharts = dynamic(() => import("@/components/servers/console/live-charts"), {
  ssr: false,
  loading: () => <Skeleton height={220} radius={6} />,
});

const gib = 1024 ** 3;
const panelId = "server-charts";

type Figure = { label: string; value: string; limit: string; share: number | null };

const shareOf = (used: number | null, total: number) => (used === null ? null : Math.min(1, used / total));

/** Current figures in one row; it opens to the charts of the last two minutes. */
export function FiguresStrip({ readings }: { readings: Readings }) {
  const units = useUnits();
  const t = useTranslations("servers.cockpit");
  const [isOpen, setOpen] = useState(false);
  const { server } = useServerPage();
  const { samples } = useFeed();
  const isOnline = server.status === "online";
  const last = isOnline ? samples.at(-1) : undefined;
  // A sample of the stream is a share of one CPU, a stored reading one of what the server may use.
  const cpu = last ? last.cpuPercent / server.cpu : readings.cpuPercent;
  const memory = last?.memoryBytes ?? readings.memoryBytes;
  const disk = readings.diskBytes;
  const figures: Figure[] = [
    {
      label: "CPU",
      value: cpu === null ? "–" : `${Math.round(cpu)} %`,
      limit: t("of", { limit: `${server.cpu} CPU` }),
      share: shareOf(cpu, 100),
    },
    {
      label: t("memory"),
      value: memory === null ? "–" : units.bytes(memory),
      limit: t("of", { limit: `${server.memory} GiB` }),
      share: shareOf(memory, server.memory * gib),
    },
    {
      label: t("disk"),
      value: disk === null ? "–" : units.bytes(disk),
      limit: t("of", { limit: `${server.diskSpace} GiB` }),
      share: shareOf(disk, server.diskSpace * gib),
    },
    { label: t("players"), value: readings.players === null ? "–" : String(readings.players), limit: "", share: null },
  ];
  return (
    <div className={classes.frame}>
      <button
        type="button"
        className={classes.strip}
        onClick={() => setOpen(!isOpen)}
        aria-expanded={isOpen}
        aria-controls={isOpen ? panelId : undefined}
      >
        <VisuallyHidden>{t("figuresHead")} </VisuallyHidden>
        {figures.map((figure) => (
          <StripFigure key={figure.label} {...figure} />
        ))}
        <IconChevronDown size={16} className={classes.arrow} aria-hidden="true" />
      </button>
      {isOpen ? (
        <section id={panelId} className={classes.panel} aria-label={t("charts")}>
          <LiveCharts samples={samples} limitGib={server.memory} cpuLimit={server.cpu} online={isOnline} />
          <Link href={tabHref(server.id, "figures")} prefetch={false} className={classes.more}>
            {t("figuresOfTheLast")}
          </Link>
        </section>
      ) : null}
    </div>
  );
}

function StripFigure({ label, value, limit, share }: Figure) {
  return (
    <span className={classes.figure}>
      <span className={classes.label}>{label}</span> <span className={`${classes.value} ln-figure`}>{value}</span>{" "}
      <span className={classes.limit}>{limit}</span>{" "}
      {share === null ? null : (
        <span className={classes.track}>
          <span
            className={classes.bar}
            data-high={share > 0.85 ? "" : undefined}
            style={{ width: `${Math.round(share * 100)}%` }}
          />
        </span>
      )}
    </span>
  );
}
