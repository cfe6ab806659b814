"use client";

import { Alert, SimpleGrid, Stack } from "@mantine/core";
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

type Props = { executor: ExecutorView; channel: string; program: ProgramInfo | null; awaited: boolean };

/** What each state means and what to do about it; states that need no explanation have none. */
const meanings: Partial<Record<Presence, string>> = {
  late: "Its last heartbeat is more than one and a half intervals ago. A short network failure can be the cause.",
  offline:
    "Three heartbeats are missing. Commands wait for it until they expire. Check whether its program runs: node lightnode-executor.mjs doctor.",
  flapping:
    "It went offline and came back three times within ten minutes. Typical causes: an unstable network, a program that restarts repeatedly, or two copies of the program with the same key.",
  revoked: "It is disconnected and refused permanently. Create a new executor to use the machine again.",
};

/** State and identity of an executor, and the values of its last heartbeat. */
export function ExecutorOverview({ executor, channel, program, awaited }: Props) {
  const meaning = meanings[executor.presence];
  return (
    <Stack gap="md">
      {executor.clockMessage ? <Alert color="yellow">{executor.clockMessage}</Alert> : null}
      {meaning ? <Alert color={executor.presence === "revoked" ? "gray" : "yellow"}>{meaning}</Alert> : null}
      {awaited && executor.presence !== "revoked" ? (
        <Card title="Set it up">
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
        <Card title="Last heartbeat">
          <dl className={classes.figures}>
            {orderedMetrics(Object.keys(executor.metrics)).map((name) => (
              <Fact key={name} label={metricLabel(name)}>
                <span className="ln-figure">{formatMetric(name, executor.metrics?.[name] ?? 0)}</span>
              </Fact>
            ))}
          </dl>
        </Card>
      ) : null}
    </Stack>
  );
}

function StateCard({ executor }: { executor: ExecutorView }) {
  return (
    <Card title="State">
      <Facts>
        <Fact label="State">
          <PresenceBadge presence={executor.presence} />
        </Fact>
        <Fact label="Last seen">{executor.lastSeenAt ? <RelativeTime at={executor.lastSeenAt} /> : "never"}</Fact>
        <Fact label="It reports">{executor.status ?? "nothing yet"}</Fact>
        <Fact label="Host">{executor.hostname ?? "not known"}</Fact>
        <Fact label="System">{executor.os ?? "not known"}</Fact>
        <Fact label="Program">{executor.version ?? "not known"}</Fact>
        <Fact label="Configuration">
          <ConfigState executor={executor} />
        </Fact>
        <Fact label="Heartbeat">every {executor.config.heartbeatIntervalMs / 1000} s</Fact>
      </Facts>
    </Card>
  );
}

function IdentityCard({ executor }: { executor: ExecutorView }) {
  const { lastUsedAt, lastUsedIp, previousUntil, expiresAt, addresses } = executor;
  return (
    <Card title="Identity">
      <Stack gap="xs">
        <CopyField label="Key" value={executor.key} />
        <Facts>
          <Fact label="Last used">
            {lastUsedAt ? <RelativeTime at={lastUsedAt} /> : "never"}
            {lastUsedAt && lastUsedIp ? ` from ${lastUsedIp}` : ""}
          </Fact>
          <Fact label="Addresses">{addresses.length > 0 ? addresses.join(", ") : "from anywhere"}</Fact>
          <Fact label="Expires">{expiresAt ? <RelativeTime at={expiresAt} /> : "never"}</Fact>
          {previousUntil ? (
            <Fact label="Old secret">
              works until <RelativeTime at={previousUntil} />
            </Fact>
          ) : null}
          <Fact label="Owner">{executor.owner.name}</Fact>
          <Fact label="Created">
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
