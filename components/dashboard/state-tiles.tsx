import Link from "next/link";
import type { ServerStatus } from "@/lib/game-servers/contract";
import classes from "./state-tiles.module.css";

type Tile = { label: string; tone: string; statuses: ServerStatus[]; href: string };

const tiles: Tile[] = [
  { label: "Online", tone: "good", statuses: ["online"], href: "/servers?status=online" },
  { label: "Changing", tone: "busy", statuses: ["provisioning", "starting", "stopping", "deleting"], href: "/servers" },
  { label: "Offline", tone: "idle", statuses: ["offline", "suspended"], href: "/servers?status=offline" },
  { label: "Need attention", tone: "bad", statuses: ["failed", "crashed"], href: "/servers?status=failed" },
];

/** How many servers are in which kind of state. */
export function StateTiles({ byStatus, total }: { byStatus: Partial<Record<ServerStatus, number>>; total: number }) {
  return (
    <ul className={classes.tiles} aria-label={`${total} ${total === 1 ? "server" : "servers"} by state`}>
      {tiles.map(({ label, tone, statuses, href }) => {
        const count = statuses.reduce((sum, status) => sum + (byStatus[status] ?? 0), 0);
        return (
          <li key={label}>
            <Link href={href} prefetch={false} className={classes.tile} data-tone={count > 0 ? tone : "idle"}>
              <span className={`${classes.count} ln-figure`}>{count}</span>
              <span className={classes.label}>{label}</span>
            </Link>
          </li>
        );
      })}
    </ul>
  );
}
