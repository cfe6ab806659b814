"use client";

import { Alert, Button, Group, Menu, Stack, Textarea } from "@mantine/core";
import Link from "next/link";
import { useLocale, useTimeZone, useTranslations } from "next-intl";
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

type Texts = ReturnType<typeof useTranslations<"alerts">>;

const refreshMs = 5_000;
const silences = (t: Texts) => [
  { minutes: 30, label: t("n30Minutes") },
  { minutes: 240, label: t("n4Hours") },
  { minutes: 1_440, label: t("n1Day") },
  { minutes: 10_080, label: t("n1Week") },
];

/** One alert: its figures, what happened to it, and what can be done. */
export function AlertDetail({ alert, canHandle }: { alert: Detail; canHandle: boolean }) {
  const t = useTranslations("alerts");
  const locale = useLocale();
  const timeZone = useTimeZone();
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
          {alert.isFlapping ? <span>{t("flappingItStaysOpen")}</span> : null}
        </Group>
      }
      actions={canHandle && state !== "resolved" ? <Actions alert={alert} /> : null}
    >
      {alert.silencedUntil ? (
        <Alert color="yellow">
          {t("noMessagesUntil", { value: new Date(alert.silencedUntil).toLocaleString(locale, { timeZone }) })}
        </Alert>
      ) : null}
      <Card title={t("figures")}>
        <Facts alert={alert} />
      </Card>
      <Card title={t("whatHappened")}>
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
  const t = useTranslations("alerts");
  const acknowledge = useAction(() => api("POST", "/alerts/[id]/acknowledge", { params: { id }, body: {} }), {
    done: t("theAlertIsAcknowledged"),
    refresh: true,
  });
  const silence = useAction(
    (minutes: number) => api("POST", "/alerts/[id]/silence", { params: { id }, body: { minutes } }),
    { done: t("theAlertIsSilenced"), refresh: true },
  );
  const resolve = useAction(() => api("POST", "/alerts/[id]/resolve", { params: { id }, body: {} }), {
    done: t("theAlertIsResolved"),
    refresh: true,
  });
  return (
    <Group gap="xs">
      {state === "firing" ? (
        <Button loading={acknowledge.isPending} onClick={() => acknowledge.mutate()}>
          {t("acknowledge")}
        </Button>
      ) : null}
      <Menu>
        <Menu.Target>
          <Button variant="default" loading={silence.isPending}>
            {t("silence")}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {silences(t).map(({ minutes, label }) => (
            <Menu.Item key={minutes} onClick={() => silence.mutate(minutes)}>
              {t("for", { label })}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      <Button variant="default" loading={resolve.isPending} onClick={() => resolve.mutate()}>
        {t("resolve")}
      </Button>
    </Group>
  );
}

function Facts({ alert }: { alert: Detail }) {
  const locale = useLocale();
  const t = useTranslations("alerts");
  const { unit, operator, threshold, value, peak, startedAt, resolvedAt, resolution, subject, href, rule } = alert;
  const figure = (of: number | null) => (of === null ? t("noSample") : formatFigure(locale, unit, of));
  const lasted = resolvedAt ? (Date.parse(resolvedAt) - Date.parse(startedAt)) / 1000 : null;
  return (
    <dl className={classes.facts}>
      <Fact label={t("object")}>{href ? <Link href={href}>{subject.name}</Link> : subject.name}</Fact>
      <Fact label={t("figure")}>{alert.metric}</Fact>
      <Fact label={t("threshold")}>{threshold === null ? "–" : `${operator} ${figure(threshold)}`}</Fact>
      <Fact label={t("valueWhenItChanged")}>{figure(value)}</Fact>
      <Fact label={t("peak")}>{figure(peak)}</Fact>
      <Fact label={t("began")}>
        <RelativeTime at={startedAt} />
      </Fact>
      {lasted === null ? null : <Fact label={t("lasted")}>{formatDuration(lasted)}</Fact>}
      {resolution ? <Fact label={t("ended")}>{resolution}</Fact> : null}
      {alert.acknowledgedBy ? <Fact label={t("acknowledgedBy")}>{alert.acknowledgedBy}</Fact> : null}
      <Fact label={t("rule")}>{rule.id ? <Link href={`/alerts/rules/${rule.id}`}>{rule.name}</Link> : rule.name}</Fact>
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
  const t = useTranslations("alerts");
  const form = useApiForm({
    initial: { note: "" },
    schema: () => import("@/lib/alerts/contract").then((contract) => contract.noteBody),
    send: (body: { note: string }) => api("POST", "/alerts/[id]/notes", { params: { id }, body }),
    onSent: onDone,
  });
  return (
    <Card title={t("addANote")}>
      <Form form={form}>
        <Stack align="flex-start">
          <FormProblem form={form} />
          <Textarea
            label={t("note")}
            description={t("whatWasFoundOr")}
            w="100%"
            autosize
            minRows={2}
            {...form.field("note")}
          />
          <SubmitButton form={form}>{t("add")}</SubmitButton>
        </Stack>
      </Form>
    </Card>
  );
}
