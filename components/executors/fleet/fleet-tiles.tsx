import Link from "next/link";
import { useTranslations } from "next-intl";
import type { Presence } from "@/lib/executors/contract";
import type { FleetSummary } from "@/lib/executors/fleet/contract";
import classes from "./fleet-tiles.module.css";

type Texts = ReturnType<typeof useTranslations<"executors.fleet">>;

type Tile = { label: string; tone: string; query: string; count: (summary: FleetSummary) => number };

const of =
  (...presences: Presence[]) =>
  ({ byPresence }: FleetSummary) =>
    presences.reduce((sum, presence) => sum + byPresence[presence], 0);

const tiles = (t: Texts): Tile[] => [
  { label: t("executors"), tone: "idle", query: "", count: ({ total }) => total },
  { label: t("online"), tone: "good", query: "presence=online", count: of("online") },
  { label: t("late"), tone: "warn", query: "presence=late", count: of("late") },
  { label: t("flapping"), tone: "warn", query: "presence=flapping", count: of("flapping") },
  { label: t("offline"), tone: "bad", query: "presence=offline", count: of("offline") },
  { label: t("neverSeen"), tone: "busy", query: "presence=never", count: of("never") },
  { label: t("drifted2"), tone: "warn", query: "drifted=true", count: ({ drifted }) => drifted },
];

/** The fleet in figures. Each links to the filtered list. */
export function FleetTiles({ summary, path }: { summary: FleetSummary; path: string }) {
  const t = useTranslations("executors.fleet");
  return (
    <div className={classes.frame}>
      <ul className={classes.tiles} aria-label={t("theFleetByState")}>
        {tiles(t).map(({ label, tone, query, count }) => {
          const figure = count(summary);
          return (
            <li key={label}>
              <Link
                href={query ? `${path}?${query}` : path}
                prefetch={false}
                scroll={false}
                className={classes.tile}
                data-tone={figure > 0 ? tone : "idle"}
              >
                <span className={`${classes.count} ln-figure`}>{figure}</span>
                <span className={classes.label}>{label}</span>
              </Link>
            </li>
          );
        })}
      </ul>
      {summary.versions.length > 0 ? (
        <p className={classes.versions}>
          {t("programs")}{" "}
          {summary.versions.slice(0, 8).map(({ version, count }, index) => (
            <span key={version}>
              {index > 0 ? ", " : ""}
              <Link href={`${path}?version=${encodeURIComponent(version)}`} prefetch={false} scroll={false}>
                {version}
              </Link>{" "}
              <span className="ln-figure">({count})</span>
            </span>
          ))}
        </p>
      ) : null}
    </div>
  );
}
