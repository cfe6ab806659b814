"use client";

import { Button, Group, MultiSelect, NumberInput, Select, Stack, TextInput } from "@mantine/core";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { formatDuration, SeverityMark } from "@/components/alerts/alert-values";
import classes from "@/components/alerts/alerts.module.css";
import { useFigureTexts } from "@/components/alerts/figure-words";
import { DangerActions } from "@/components/ui/danger/danger-actions";
import { Form, FormProblem, SubmitButton } from "@/components/ui/form/form";
import { useApiForm } from "@/components/ui/form/use-api-form";
import { Card, PageFrame } from "@/components/ui/page-frame";
import { RelativeTime } from "@/components/ui/relative-time";
import { toastDone } from "@/components/ui/toast";
import { useAction } from "@/components/ui/use-action";
import { useRefresh } from "@/components/ui/use-refresh";
import type { PreviewView, RuleView } from "@/lib/alerts/contract";
import { type AlertSubjectKind, findMetric } from "@/lib/alerts/figures/contract";
import { api } from "@/lib/http/client/api";
import { bodyOf, draftOf, emptyDraft, fieldOf, metricChoices, type RuleDraft, summarisePreview } from "./rule-draft";

export type SubjectChoice = { kind: AlertSubjectKind; label: string; objects: { id: string; name: string }[] };
export type ChannelChoice = { id: string; name: string };

type Props = { rule: RuleView | null; subjects: SubjectChoice[]; channels: ChannelChoice[]; canManage: boolean };

/** A new rule, or one that exists. It can be tried on the stored data before it is saved. */
export function RuleForm({ rule, subjects, channels, canManage }: Props) {
  const t = useTranslations("alerts.rules");
  const router = useRouter();
  const refresh = useRefresh();
  const form = useApiForm({
    initial: rule ? draftOf(rule) : emptyDraft,
    toBody: (values) => bodyOf(values, rule),
    nameOf: fieldOf,
    schema: () => import("@/lib/alerts/contract").then((contract) => contract.ruleBody),
    send: (values: RuleDraft) => save(rule, values),
    afterwards: "keep",
    onSent: () => {
      toastDone(rule ? t("theRuleIsSaved") : t("theRuleIsCreated"));
      router.push("/alerts/rules");
      refresh();
    },
  });
  const preview = useAction(() => api("POST", "/alert-rules/preview", { body: bodyOf(form.values, rule) }));
  return (
    <PageFrame title={rule ? rule.name : t("newAlertRule")}>
      <Form form={form}>
        <Stack>
          <FormProblem form={form} />
          <Card title={t("whatIsWatched")}>
            <Watched form={form} subjects={subjects} isNew={rule === null} />
          </Card>
          <Card title={t("whenItFires")}>
            <Thresholds form={form} />
          </Card>
          <Card title={t("whereMessagesGo")}>
            <Channels form={form} channels={channels} isOfPanel={rule?.owner === null} />
          </Card>
          {canManage ? (
            <Group>
              <SubmitButton form={form}>{rule ? t("save") : t("create")}</SubmitButton>
              <Button variant="default" loading={preview.isPending} onClick={() => preview.mutate()}>
                {t("tryItOnThe")}
              </Button>
            </Group>
          ) : null}
        </Stack>
      </Form>
      <div aria-live="polite">{preview.data ? <Preview preview={preview.data} /> : null}</div>
      {rule && canManage ? <Removal rule={rule} /> : null}
    </PageFrame>
  );
}

function save(rule: RuleView | null, values: RuleDraft): Promise<RuleView> {
  const { subject, metric, ...changed } = bodyOf(values, rule);
  if (rule) return api("PATCH", "/alert-rules/[id]", { params: { id: rule.id }, body: changed });
  return api("POST", "/alert-rules", { body: { subject, metric, ...changed } });
}

type FormOf = ReturnType<typeof useApiForm<RuleDraft, RuleView>>;

function Watched({ form, subjects, isNew }: { form: FormOf; subjects: SubjectChoice[]; isNew: boolean }) {
  const t = useTranslations("alerts.rules");
  const tFigures = useFigureTexts();
  const { kind } = form.values;
  const objects = subjects.find((choice) => choice.kind === kind)?.objects ?? [];
  const changeKind = (value: string | null) => {
    const next = subjects.find((choice) => choice.kind === value);
    if (!next) return;
    const [first] = metricChoices(tFigures, next.kind);
    form.setAll({ kind: next.kind, subjectId: null, metric: first?.value ?? "" });
  };
  return (
    <Stack>
      <TextInput label={t("name")} maw={420} {...form.field("name")} />
      <div className={classes.columns}>
        <Select
          label={t("kindOfObject")}
          data={subjects.map((choice) => ({ value: choice.kind, label: tFigures(choice.kind) }))}
          {...form.group("kind")}
          onChange={changeKind}
          allowDeselect={false}
          disabled={!isNew}
        />
        {objects.length > 0 ? (
          <Select
            label={t("object")}
            placeholder={t("allOfThem")}
            data={objects.map(({ id, name }) => ({ value: id, label: name }))}
            searchable
            clearable
            clearButtonProps={{ "aria-label": t("allOfThem") }}
            {...form.group("subjectId")}
            disabled={!isNew}
          />
        ) : null}
        <Select
          label={t("figure")}
          data={metricChoices(tFigures, kind)}
          {...form.group("metric")}
          allowDeselect={false}
          disabled={!isNew}
        />
      </div>
    </Stack>
  );
}

function Thresholds({ form }: { form: FormOf }) {
  const t = useTranslations("alerts.rules");
  const unit = findMetric(form.values.kind, form.values.metric)?.unit ?? "";
  const seconds = (value: number | string) =>
    value === "" || value === 0 ? t("atOnce") : `${formatDuration(Number(value))}.`;
  return (
    <div className={classes.columns}>
      <Select
        label={t("beyondMeans")}
        data={[
          { value: ">", label: t("aboveTheThreshold") },
          { value: "<", label: t("belowTheThreshold") },
        ]}
        {...form.group("operator")}
        allowDeselect={false}
      />
      <NumberInput label={t("warning", { unit })} {...form.field("warning")} />
      <NumberInput label={t("critical", { unit })} {...form.field("critical")} />
      <NumberInput
        label={t("endsAt", { unit })}
        description={t("emptyAtTheLowest")}
        inputWrapperOrder={["label", "input", "description", "error"]}
        {...form.field("clearAt")}
      />
      <NumberInput
        label={t("forSeconds")}
        description={seconds(form.values.forSeconds)}
        inputWrapperOrder={["label", "input", "description", "error"]}
        min={0}
        {...form.field("forSeconds")}
      />
      <NumberInput
        label={t("backForSeconds")}
        description={seconds(form.values.keepForSeconds)}
        inputWrapperOrder={["label", "input", "description", "error"]}
        min={0}
        {...form.field("keepForSeconds")}
      />
      <Select
        label={t("withoutSamples")}
        data={[
          { value: "ignore", label: t("leaveItAsIt") },
          { value: "alert", label: t("fire") },
        ]}
        {...form.group("missing")}
        allowDeselect={false}
      />
    </div>
  );
}

function Channels({ form, channels, isOfPanel }: { form: FormOf; channels: ChannelChoice[]; isOfPanel: boolean }) {
  const t = useTranslations("alerts.rules");
  const data = channels.map(({ id, name }) => ({ value: id, label: name }));
  const who = isOfPanel ? t("everyAdministratorGets") : t("youGet");
  return (
    <Stack>
      <p className={classes.note} style={{ margin: 0 }}>
        {t("aNotificationInThe", { who })}
      </p>
      {data.length === 0 ? (
        <p className={classes.note} style={{ margin: 0 }}>
          {t.rich("youHaveNoChannels", { link: (chunks) => <Link href="/account/notifications">{chunks}</Link> })}
        </p>
      ) : (
        <div className={classes.columns}>
          <MultiSelect label={t("warnings")} data={data} {...form.group("warningChannels")} />
          <MultiSelect label={t("criticalAlerts")} data={data} {...form.group("criticalChannels")} />
        </div>
      )}
    </Stack>
  );
}

function Preview({ preview }: { preview: PreviewView }) {
  const t = useTranslations("alerts.rules");
  return (
    <Card title={t("onTheStoredData")}>
      <p style={{ marginTop: 0 }}>{summarisePreview(t, preview)}</p>
      <ul className={classes.preview}>
        {preview.wouldHaveFired.slice(0, 20).map(({ from, to, severity, subject }) => (
          <li key={`${subject.id} ${from}`}>
            <SeverityMark severity={severity} />{" "}
            {t.rich("forNotEnded", {
              name: subject.name,
              time: () => <RelativeTime at={from} />,
              to: String(Boolean(to)),
              to2: to ? formatDuration((Date.parse(to) - Date.parse(from)) / 1000) : "",
            })}
          </li>
        ))}
      </ul>
    </Card>
  );
}

function Removal({ rule }: { rule: RuleView }) {
  const t = useTranslations("alerts.rules");
  const router = useRouter();
  const action = {
    title: t("deleteTheRule"),
    text: t("itsOpenAlertsEnd"),
    label: t("delete"),
    run: async () => {
      await api("DELETE", "/alert-rules/[id]", { params: { id: rule.id } });
      router.push("/alerts/rules");
      return t("theRuleIsDeleted");
    },
  };
  return <DangerActions actions={[action]} name={rule.name} onDone={() => undefined} />;
}
