import Link from "next/link";
import { useLocale, useTranslations } from "next-intl";
import { RelativeTime } from "@/components/ui/relative-time";
import type { HappeningView } from "@/lib/platform/dashboard/contract";
import classes from "./happenings.module.css";

/** The number stays on the line of its unit. */
function seconds(ms: number, locale: string): string {
  const digits = ms < 9_950 ? 1 : 0;
  const format = new Intl.NumberFormat(locale, { minimumFractionDigits: digits, maximumFractionDigits: digits });
  return `${format.format(ms / 1000)}\u00a0s`;
}

/** What happened to the person's servers, one line for each thing. */
export function Happenings({ lines }: { lines: HappeningView[] }) {
  const t = useTranslations("dashboard.happenings");
  const locale = useLocale();
  const wordsOf = ({ what, reason, durationMs }: Pick<HappeningView, "what" | "reason" | "durationMs">) => {
    const text = t(what, { reason });
    return durationMs === null ? text : t("withTime", { text, time: seconds(durationMs, locale) });
  };
  return (
    <ol className={classes.list}>
      {lines.map(({ id, serverId, serverName, at, tone, ...happening }) => (
        <li key={id} className={classes.line} data-tone={tone}>
          <p className={classes.text}>
            <Link href={`/servers/${serverId}/timeline`} prefetch={false} className={`ln-link ${classes.name}`}>
              {serverName}
            </Link>{" "}
            {wordsOf(happening)}
          </p>
          <span className={classes.time}>
            <RelativeTime at={at} />
          </span>
        </li>
      ))}
    </ol>
  );
}
