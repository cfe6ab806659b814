"use client";

import { Alert, Button, Group, Menu, Stack, Textarea } from "@mantine/core";
import Link from "next/link";
import { useEffect } from "react";
import { Form, FormProblem, SubmitButton } from "@/components/ui/form/form";
import { useApiForm } from "@/components/ui/form/use-api-form";
import { Card, PageFrame } from "@/components/ui/page-frame";
import { RelativeTime } from "@/components/ui/relative-time";
import { StatusPill } from "@/components/ui/status-pill";
import { useAction } from "@/components/ui/use-action";
import { usePageTitle } from "@/components/ui/use-page-title";
import { useRefresh } from "@/components/ui/use-refresh";
import type { AlertDetail as Detail } from "@/lib/alerts/contract";
import { api } from "@/lib/http/client/api";
import { formatDuration, formatFigure, SeverityMark } from "./alert-values";
import classes from "./alerts.module.css";

const refreshMs = 5_000;
const silences = [
  { minutes: 30, label: "30 minutes" },
  { minutes: 240, label: "4 hours" },
  { minutes: 1_440, label: "1 day" },
  { minutes: 10_080, label: "1 week" },
];

/** One alert: its figures, what happened to it, and what can be done. */
export function AlertDetail({ alert, canHandle }: { alert: Detail; canHandle: boolean }) {
  const { subject, rule, severity, state } = alert;
  const refresh = useRefresh();
  usePageTitle(`${rule.name}: ${subject.name}`);
  useEffect(() => {
    if (state === "resolved") return;
    const timer = setInterval(refresh, refreshMs);
    return () => clearInterval(timer);
  }, [refresh, state]);
  return (
    <PageFrame
      title={`${rule.name}: ${subject.name}`}
      lead={
        <Group gap="md">
          <SeverityMark severity={severity} />
          <StatusPill status={state} />
          {alert.isFlapping ? <span>flapping: it stays open until it is stable for 30 minutes</span> : null}
        </Group>
      }
      actions={canHandle && state !== "resolved" ? <Actions alert={alert} /> : null}
    >
      {alert.silencedUntil ? (
        <Alert color="yellow">No messages until {new Date(alert.silencedUntil).toLocaleString()}.</Alert>
      ) : null}
      <Card title="Figures">
        <Facts alert={alert} />
      </Card>
      <Card title="What happened">
        <ol className={classes.events}>
          {alert.events.map(({ id, at, text, by }) => (
            <li key={id}>
              <span className={classes.note}>
                <RelativeTime at={at} />
              </span>
              <p>
                {text}
                {by ? <span className={classes.note}> {by}</span> : null}
              </p>
            </li>
          ))}
        </ol>
      </Card>
      {canHandle ? <Note id={alert.id} onDone={refresh} /> : null}
    </PageFrame>
  );
}

function Actions({ alert: { id, state } }: { alert: Detail }) {
  const acknowledge = useAction(() => api("POST", "/alerts/[id]/acknowledge", { params: { id }, body: {} }), {
    done: "The alert is acknowledged.",
    refresh: true,
  });
  const silence = useAction(
    (minutes: number) => api("POST", "/alerts/[id]/silence", { params: { id }, body: { minutes } }),
    { done: "The alert is silenced.", refresh: true },
  );
  const resolve = useAction(() => api("POST", "/alerts/[id]/resolve", { params: { id }, body: {} }), {
    done: "The alert is resolved.",
    refresh: true,
  });
  return (
    <Group gap="xs">
      {state === "firing" ? (
        <Button loading={acknowledge.isPending} onClick={() => acknowledge.mutate()}>
          Acknowledge
        </Button>
      ) : null}
      <Menu>
        <Menu.Target>
          <Button variant="default" loading={silence.isPending}>
            Silence
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {silences.map(({ minutes, label }) => (
            <Menu.Item key={minutes} onClick={() => silence.mutate(minutes)}>
              For {label}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      <Button variant="default" loading={resolve.isPending} onClick={() => resolve.mutate()}>
        Resolve
      </Button>
    </Group>
  );
}

function Facts({ alert }: { alert: Detail }) {
  const { unit, operator, threshold, value, peak, startedAt, resolvedAt, resolution, subject, href, rule } = alert;
  const figure = (of: number | null) => (of === null ? "no sample" : formatFigure(unit, of));
  const lasted = resolvedAt ? (Date.parse(resolvedAt) - Date.parse(startedAt)) / 1000 : null;
  return (
    <dl className={classes.facts}>
      <Fact label="Object">{href ? <Link href={href}>{subject.name}</Link> : subject.name}</Fact>
      <Fact label="Figure">{alert.metric}</Fact>
      <Fact label="Threshold">{threshold === null ? "–" : `${operator} ${figure(threshold)}`}</Fact>
      <Fact label="Value when it changed">{figure(value)}</Fact>
      <Fact label="Peak">{figure(peak)}</Fact>
      <Fact label="Began">
        <RelativeTime at={startedAt} />
      </Fact>
      {lasted === null ? null : <Fact label="Lasted">{formatDuration(lasted)}</Fact>}
      {resolution ? <Fact label="Ended">{resolution}</Fact> : null}
      {alert.acknowledgedBy ? <Fact label="Acknowledged by">{alert.acknowledgedBy}</Fact> : null}
      <Fact label="Rule">{rule.id ? <Link href={`/alerts/rules/${rule.id}`}>{rule.name}</Link> : rule.name}</Fact>
    </dl>
  );
}

function Fact({ label, children }: { label: string; children: React.ReactNode }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Note({ id, onDone }: { id: string; onDone: () => void }) {
  const form = useApiForm({
    initial: { note: "" },
    schema: () => import("@/lib/alerts/contract").then((contract) => contract.noteBody),
    send: (body: { note: string }) => api("POST", "/alerts/[id]/notes", { params: { id }, body }),
    onSent: onDone,
  });
  return (
    <Card title="Add a note">
      <Form form={form}>
        <Stack align="flex-start">
          <FormProblem form={form} />
          <Textarea
            label="Note"
            description="What was found or done."
            w="100%"
            autosize
            minRows={2}
            {...form.field("note")}
          />
          <SubmitButton form={form}>Add</SubmitButton>
        </Stack>
      </Form>
    </Card>
  );
}
