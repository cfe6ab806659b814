import Link from "next/link";
import { useTranslations } from "next-intl";
import { LinkButton } from "@/components/ui/link-button";
import { Card } from "@/components/ui/page-frame";
import { type StateTexts, stateWord, useStateTexts } from "@/components/ui/state-words";
import type { HostedOverviewView } from "@/lib/hosted-services/plans/contract";
import classes from "./hosted-overview.module.css";

type KindTexts = ReturnType<typeof useTranslations<"dashboard.hostedKinds">>;
type KnownKind = Parameters<KindTexts["has"]>[0];
const isKnown = (t: KindTexts, kind: string): kind is KnownKind => t.has(kind as KnownKind);

/** What the person has of each kind, and what the plan allows. A kind that they may not have and do not have is left out. */
export function HostedCounts({ kinds }: Pick<HostedOverviewView, "kinds">) {
  const t = useTranslations("dashboard");
  const kindOf = useTranslations("dashboard.hostedKinds");
  const states = useStateTexts();
  const shown = kinds.filter(({ used, max }) => used > 0 || max !== 0);
  if (shown.length === 0) return null;
  return (
    <Card title={t("hostedServices")} flush>
      <ul className={classes.list}>
        {shown.map(({ kind, label, href, used, max, byStatus }) => (
          <li key={kind} className={classes.item}>
            <div className={classes.text}>
              <Link href={href} prefetch={false} className={`ln-link ${classes.name}`}>
                {isKnown(kindOf, kind) ? kindOf(kind) : label}
              </Link>
              {used > 0 ? <span className={classes.message}>{describeStatuses(states, byStatus)}</span> : null}
            </div>
            <span className={`ln-figure ${classes.amount}`}>
              {used} <span className={classes.limit}>{max === null ? t("noLimit") : t("of", { max })}</span>
            </span>
          </li>
        ))}
      </ul>
    </Card>
  );
}

const describeStatuses = (states: StateTexts, byStatus: HostedOverviewView["kinds"][number]["byStatus"]) =>
  Object.entries(byStatus)
    .map(([status, count]) => `${count} ${stateWord(states, status)}`)
    .join(", ");

/** What needs attention of the owner; nothing where all is well. */
export function HostedAttention({ attention }: Pick<HostedOverviewView, "attention">) {
  const t = useTranslations("dashboard");
  if (attention.length === 0) return null;
  return (
    <Card title={t("needsAttention")} flush>
      <ul className={classes.list}>
        {attention.map(({ id, name, href, reason }) => (
          <li key={`${id} ${reason}`} className={classes.item}>
            <div className={classes.text}>
              <Link href={href} prefetch={false} className={`ln-link ${classes.name}`}>
                {name}
              </Link>
              <span className={classes.message}>{reason}</span>
            </div>
            <LinkButton href={href} variant="default" size="compact-sm" aria-label={t("open2", { name })}>
              {t("open")}
            </LinkButton>
          </li>
        ))}
      </ul>
    </Card>
  );
}
