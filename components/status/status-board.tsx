import { Title } from "@mantine/core";
import { useTranslations } from "next-intl";
import { StateBars } from "@/components/ui/charts/state-bars";
import { RelativeTime } from "@/components/ui/relative-time";
import { StatusPill } from "@/components/ui/status-pill";
import type { HealthState } from "@/lib/health/contract";
import type { IncidentView, PublicStatus } from "@/lib/status/contract";

import classes from "./status-board.module.css";
import { SubscribeForm } from "./subscribe-form";

type Texts = ReturnType<typeof useTranslations<"status">>;

const heads = (t: Texts): Record<PublicStatus["state"], string> => ({
  operational: t("everythingWorks"),
  degraded: t("somePartsAreSlow"),
  outage: t("somePartsDoNot"),
  maintenance: t("maintenanceIsInProgress"),
});

const words = (t: Texts): Record<HealthState, string> => ({
  ok: t("works"),
  degraded: t("degraded"),
  failed: t("down"),
  off: t("notUsed"),
});

/** The public page: what works now, what happened, and how to be informed. */
export function StatusBoard({ status }: { status: PublicStatus }) {
  const t = useTranslations("status");
  const { title, state, components, incidents } = status;
  const open = incidents.filter(({ resolvedAt }) => resolvedAt === null);
  const past = incidents.filter(({ resolvedAt }) => resolvedAt !== null);
  return (
    <main className={classes.page}>
      <Title order={1} size="h2">
        {title}
      </Title>
      <p className={classes.head} data-state={state} role="status">
        {heads(t)[state]}
      </p>
      {open.map((incident) => (
        <Incident key={incident.id} incident={incident} />
      ))}
      <section className="ln-card" aria-label={t("components")}>
        <ul className={classes.list}>
          {components.map((component) => (
            <li key={component.label} className={classes.component}>
              <span className={classes.label}>{component.label}</span>
              <StatusPill status={words(t)[component.state]} />
              <History {...component} />
              <span className={classes.share}>
                {component.availability === null ? "" : t("in30Days", { availability: component.availability })}
              </span>
            </li>
          ))}
        </ul>
      </section>
      {past.length > 0 ? (
        <Title order={2} size="h4">
          {t("theLast14Days")}
        </Title>
      ) : null}
      {past.map((incident) => (
        <Incident key={incident.id} incident={incident} />
      ))}
      <SubscribeForm />
    </main>
  );
}

function History({ label, history }: Pick<PublicStatus["components"][number], "label" | "history">) {
  const t = useTranslations("status");
  const count = (wanted: HealthState) => history.filter((state) => state === wanted).length;
  const text = t("inTheLast30", {
    label,
    value: count("failed"),
    historyCount: history.length,
    value2: count("degraded"),
  });
  return <StateBars states={history} label={text} />;
}

function Incident({ incident: { title, impact, updates } }: { incident: IncidentView }) {
  return (
    <section className={`ln-card ${classes.incident}`} data-impact={impact}>
      <Title order={2} size="h5">
        {title}
      </Title>
      {updates.map(({ id, at, state, text }) => (
        <div key={id}>
          <p className={classes.when}>
            {state}, <RelativeTime at={at} />
          </p>
          <p className={classes.text}>{text}</p>
        </div>
      ))}
    </section>
  );
}
