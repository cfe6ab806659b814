"use client";

import { Alert, SimpleGrid, Stack } from "@mantine/core";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { FirstHeartbeat } from "@/components/executors/enrolment/first-heartbeat";
import { InstallCommands } from "@/components/executors/enrolment/install-commands";
import { ConfigState } from "@/components/executors/fleet/executor-rows";
import { CopyField } from "@/components/ui/copy/copy-field";
import { Card } from "@/components/ui/page-frame";
import { RelativeTime } from "@/components/ui/relative-time";
import type { ExecutorView, Presence } from "@/lib/executors/contract";
import type { ProgramInfo } from "@/lib/executors/fleet/contract";
import classes from "./executors.module.css";
import { formatMetric, metricLabel, orderedMetrics } from "./metric-words";
import { PresenceBadge } from "./state-badge";

type Texts = ReturnType<typeof useTranslations<"executors">>;

type Props = { executor: ExecutorView; channel: string; program: ProgramInfo | null; awaited: boolean };

/** What each state means and what to do about it; states that need no explanation have none. */
const meanings = (t: Texts): Partial<Record<Presence, string>> => ({
  late: t("itsLastHeartbeatIs"),
  offline: t("threeHeartbeatsAreMissing"),
  flapping: t("itWentOfflineAnd"),
  revoked: t("itIsDisconnectedAnd"),
});

/** State and identity of an executor, and the values of its last heartbeat. */
export function ExecutorOverview({ executor, channel, program, awaited }: Props) {
  const t = useTranslations("executors");
  const meaning = meanings(t)[executor.presence];
  return (
    <Stack gap="md">
      {executor.clockMessage ? <Alert color="yellow">{executor.clockMessage}</Alert> : null}
      {meaning ? <Alert color={executor.presence === "revoked" ? "gray" : "yellow"}>{meaning}</Alert> : null}
      {awaited && executor.presence !== "revoked" ? (
        <Card title={t("setItUp")}>
          <Stack gap="md">
            <InstallCommands program={program} />
            <FirstHeartbeat executor={executor} channel={channel} />
          </Stack>
        </Card>
      ) : null}
      <SimpleGrid cols={{ base: 1, md: 2 }} spacing="md">
        <StateCard executor={executor} />
        <IdentityCard executor={executor} />
      </SimpleGrid>
      {executor.metrics && Object.keys(executor.metrics).length > 0 ? (
        <Card title={t("lastHeartbeat")}>
          <dl className={classes.figures}>
            {orderedMetrics(t, Object.keys(executor.metrics)).map((name) => (
              <Fact key={name} label={metricLabel(t, name)}>
                <span className="ln-figure">{formatMetric(t, name, executor.metrics?.[name] ?? 0)}</span>
              </Fact>
            ))}
          </dl>
        </Card>
      ) : null}
    </Stack>
  );
}

function StateCard({ executor }: { executor: ExecutorView }) {
  const t = useTranslations("executors");
  return (
    <Card title={t("state")}>
      <Facts>
        <Fact label={t("state")}>
          <PresenceBadge presence={executor.presence} />
        </Fact>
        <Fact label={t("lastSeen")}>
          {executor.lastSeenAt ? <RelativeTime at={executor.lastSeenAt} /> : t("never")}
        </Fact>
        <Fact label={t("itReports")}>{executor.status ?? t("nothingYet")}</Fact>
        <Fact label={t("host")}>{executor.hostname ?? t("notKnown")}</Fact>
        <Fact label={t("system")}>{executor.os ?? t("notKnown")}</Fact>
        <Fact label={t("program")}>{executor.version ?? t("notKnown")}</Fact>
        <Fact label={t("configuration")}>
          <ConfigState executor={executor} />
        </Fact>
        <Fact label={t("heartbeat")}>
          {t("everyS", { heartbeatIntervalMs: executor.config.heartbeatIntervalMs / 1000 })}
        </Fact>
      </Facts>
    </Card>
  );
}

function IdentityCard({ executor }: { executor: ExecutorView }) {
  const t = useTranslations("executors");
  const { lastUsedAt, lastUsedIp, previousUntil, expiresAt, addresses } = executor;
  return (
    <Card title={t("identity")}>
      <Stack gap="xs">
        <CopyField label={t("key")} value={executor.key} />
        <Facts>
          <Fact label={t("lastUsed")}>
            {lastUsedAt ? <RelativeTime at={lastUsedAt} /> : t("never")}
            {lastUsedAt && lastUsedIp ? ` ${t("from", { lastUsedIp })}` : ""}
          </Fact>
          <Fact label={t("addresses")}>{addresses.length > 0 ? addresses.join(", ") : t("fromAnywhere")}</Fact>
          <Fact label={t("expires")}>{expiresAt ? <RelativeTime at={expiresAt} /> : t("never")}</Fact>
          {previousUntil ? (
            <Fact label={t("oldSecret")}>
              {t.rich("worksUntil", { time: () => <RelativeTime at={previousUntil} /> })}
            </Fact>
          ) : null}
          <Fact label={t("owner")}>{executor.owner.name}</Fact>
          <Fact label={t("created")}>
            <RelativeTime at={executor.createdAt} />
          </Fact>
        </Facts>
      </Stack>
    </Card>
  );
}

function Facts({ children }: { children: ReactNode }) {
  return <dl className={classes.facts}>{children}</dl>;
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className={classes.fact}>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}
