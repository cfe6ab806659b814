import Link from "next/link";
import { RelativeTime } from "@/components/ui/relative-time";
import { StatusPill } from "@/components/ui/status-pill";
import type { ServerEventView } from "@/lib/game-servers/contract";
import classes from "./event-list.module.css";

/** The latest events of all servers. */
export function EventList({ events }: { events: (ServerEventView & { serverId: string; serverName: string })[] }) {
  return (
    <ul className={classes.list}>
      {events.map((event) => (
        <li key={event.sequence} className={classes.item}>
          <div className={classes.text}>
            <Link href={`/servers/${event.serverId}`} prefetch={false} className={`ln-link ${classes.name}`}>
              {event.serverName}
            </Link>
            <span className={classes.message}>{event.message || event.step}</span>
          </div>
          <div className={classes.side}>
            <StatusPill status={event.status} />
            <RelativeTime at={event.at} />
          </div>
        </li>
      ))}
    </ul>
  );
}
