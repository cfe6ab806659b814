import Link from "next/link";
import { RelativeTime } from "@/components/ui/relative-time";
import type { HappeningView } from "@/lib/platform/dashboard/contract";
import classes from "./happenings.module.css";

/** What happened to the person's servers, one line for each thing. */
export function Happenings({ lines }: { lines: HappeningView[] }) {
  return (
    <ol className={classes.list}>
      {lines.map(({ id, serverId, serverName, at, tone, text }) => (
        <li key={id} className={classes.line} data-tone={tone}>
          <p className={classes.text}>
            <Link href={`/servers/${serverId}/timeline`} prefetch={false} className={`ln-link ${classes.name}`}>
              {serverName}
            </Link>{" "}
            {text}
          </p>
          <span className={classes.time}>
            <RelativeTime at={at} />
          </span>
        </li>
      ))}
    </ol>
  );
}
