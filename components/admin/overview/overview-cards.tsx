import { Stack, Text } from "@mantine/core";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { EmptyState } from "@/components/ui/empty-state";
import { Meter } from "@/components/ui/meter";
import { RelativeTime } from "@/components/ui/relative-time";
import { StatusPill } from "@/components/ui/status-pill";
import type { UserView } from "@/lib/auth/contract";
import type { CapacityView, TroubleView } from "@/lib/platform/dashboard/contract";
import classes from "./overview-cards.module.css";

type Texts = ReturnType<typeof useTranslations<"admin.overview">>;

const kinds = (t: Texts) =>
  [
    { kind: "memory", label: t("memory"), unit: "GiB" },
    { kind: "cpu", label: "CPU", unit: t("cores") },
    { kind: "diskSpace", label: t("disk"), unit: "GiB" },
  ] as const;

/** What all machines have, and when it will be reserved if creates go on as in the last 30 days. */
export function CapacityMeters({ capacity }: { capacity: CapacityView }) {
  const t = useTranslations("admin.overview");
  return (
    <Stack gap="md">
      {kinds(t).map(({ kind, label, unit }) => {
        const { reserved, total, perWeek, weeksLeft } = capacity[kind];
        return (
          <div key={kind}>
            <Meter
              label={label}
              used={Math.round(reserved * 10) / 10}
              total={Math.round(total * 10) / 10}
              unit={unit}
            />
            <Text size="sm" c="dimmed" mt={4}>
              {perWeek === 0
                ? t("nothingWasAddedIn")
                : t("areAddedEachWeek", { perWeek: perWeek.toFixed(1), unit, weeksLeft: describeEnd(t, weeksLeft) })}
            </Text>
          </div>
        );
      })}
    </Stack>
  );
}

function describeEnd(t: Texts, weeks: number | null): string {
  if (weeks === null) return t("itLastsForMore");
  if (weeks < 1) return t("itIsFullWithin");
  return t("itIsFullIn", { weeks });
}

/** Machines and servers that need a person. */
export function Troubles({ troubles }: { troubles: TroubleView[] }) {
  const t = useTranslations("admin.overview");
  if (troubles.length === 0) return <EmptyState title={t("nothingNeedsYou")} scene="scene-done" />;
  return (
    <ul className={classes.list}>
      {troubles.map(({ id, name, status, href, text, owner, at }) => (
        <li key={id} className={classes.row}>
          <div className={classes.texts}>
            <Link href={href} prefetch={false} className={`ln-link ${classes.name}`}>
              {name}
            </Link>
            <span className={classes.text}>{text}</span>
            <span className={classes.text}>
              {owner ? `${owner}, ` : null}
              {at ? <RelativeTime at={at} /> : null}
            </span>
          </div>
          <StatusPill status={status} />
        </li>
      ))}
    </ul>
  );
}

/** The newest accounts. */
export function NewPeople({ users }: { users: UserView[] }) {
  return (
    <ul className={classes.list}>
      {users.map(({ id, name, email, role, createdAt }) => (
        <li key={id} className={classes.row}>
          <div className={classes.texts}>
            <Link href={`/admin/users/${id}`} prefetch={false} className={`ln-link ${classes.name}`}>
              {name}
            </Link>
            <span className={classes.text}>{email ?? role}</span>
          </div>
          <span className={classes.text}>
            <RelativeTime at={createdAt} />
          </span>
        </li>
      ))}
    </ul>
  );
}
