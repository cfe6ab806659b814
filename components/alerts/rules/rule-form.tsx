"use client";

import { Button, Group, MultiSelect, NumberInput, Select, Stack, TextInput } from "@mantine/core";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { formatDuration, SeverityMark } from "@/components/alerts/alert-values";
import classes from "@/components/alerts/alerts.module.css";
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
      toastDone(rule ? "The rule is saved." : "The rule is created.");
      router.push("/alerts/rules");
      refresh();
    },
  });
  const preview = useAction(() => api("POST", "/alert-rules/preview", { body: bodyOf(form.values, rule) }));
  return (
    <PageFrame title={rule ? rule.name : "New alert rule"}>
      <Form form={form}>
        <Stack>
          <FormProblem form={form} />
          <Card title="What is watched">
            <Watched form={form} subjects={subjects} isNew={rule === null} />
          </Card>
          <Card title="When it fires">
            <Thresholds form={form} />
          </Card>
          <Card title="Where messages go">
            <Channels form={form} channels={channels} isOfPanel={rule?.owner === null} />
          </Card>
          {canManage ? (
            <Group>
              <SubmitButton form={form}>{rule ? "Save" : "Create"}</SubmitButton>
              <Button variant="default" loading={preview.isPending} onClick={() => preview.mutate()}>
                Try it on the last 7 days
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
  const { kind } = form.values;
  const objects = subjects.find((choice) => choice.kind === kind)?.objects ?? [];
  const changeKind = (value: string | null) => {
    const next = subjects.find((choice) => choice.kind === value);
    if (!next) return;
    const [first] = metricChoices(next.kind);
    form.setAll({ kind: next.kind, subjectId: null, metric: first?.value ?? "" });
  };
  return (
    <Stack>
      <TextInput label="Name" maw={420} {...form.field("name")} />
      <div className={classes.columns}>
        <Select
          label="Kind of object"
          data={subjects.map((choice) => ({ value: choice.kind, label: choice.label }))}
          {...form.group("kind")}
          onChange={changeKind}
          allowDeselect={false}
          disabled={!isNew}
        />
        {objects.length > 0 ? (
          <Select
            label="Object"
            placeholder="All of them"
            data={objects.map(({ id, name }) => ({ value: id, label: name }))}
            searchable
            clearable
            clearButtonProps={{ "aria-label": "All of them" }}
            {...form.group("subjectId")}
            disabled={!isNew}
          />
        ) : null}
        <Select
          label="Figure"
          data={metricChoices(kind)}
          {...form.group("metric")}
          allowDeselect={false}
          disabled={!isNew}
        />
      </div>
    </Stack>
  );
}

function Thresholds({ form }: { form: FormOf }) {
  const unit = findMetric(form.values.kind, form.values.metric)?.unit ?? "";
  const seconds = (value: number | string) =>
    value === "" || value === 0 ? "At once." : `${formatDuration(Number(value))}.`;
  return (
    <div className={classes.columns}>
      <Select
        label="Beyond means"
        data={[
          { value: ">", label: "above the threshold" },
          { value: "<", label: "below the threshold" },
        ]}
        {...form.group("operator")}
        allowDeselect={false}
      />
      <NumberInput label={`Warning (${unit})`} {...form.field("warning")} />
      <NumberInput label={`Critical (${unit})`} {...form.field("critical")} />
      <NumberInput
        label={`Ends at (${unit})`}
        description="Empty: at the lowest threshold."
        inputWrapperOrder={["label", "input", "description", "error"]}
        {...form.field("clearAt")}
      />
      <NumberInput
        label="For (seconds)"
        description={seconds(form.values.forSeconds)}
        inputWrapperOrder={["label", "input", "description", "error"]}
        min={0}
        {...form.field("forSeconds")}
      />
      <NumberInput
        label="Back for (seconds)"
        description={seconds(form.values.keepForSeconds)}
        inputWrapperOrder={["label", "input", "description", "error"]}
        min={0}
        {...form.field("keepForSeconds")}
      />
      <Select
        label="Without samples"
        data={[
          { value: "ignore", label: "leave it as it is" },
          { value: "alert", label: "fire" },
        ]}
        {...form.group("missing")}
        allowDeselect={false}
      />
    </div>
  );
}

function Channels({ form, channels, isOfPanel }: { form: FormOf; channels: ChannelChoice[]; isOfPanel: boolean }) {
  const data = channels.map(({ id, name }) => ({ value: id, label: name }));
  const who = isOfPanel ? "Every administrator gets" : "You get";
  return (
    <Stack>
      <p className={classes.note} style={{ margin: 0 }}>
        {who} a notification in the panel and by mail, as chosen in the account. These channels are used too.
      </p>
      {data.length === 0 ? (
        <p className={classes.note} style={{ margin: 0 }}>
          You have no channels yet. <Link href="/account/notifications">Add one</Link>, such as Slack or a webhook.
        </p>
      ) : (
        <div className={classes.columns}>
          <MultiSelect label="Warnings" data={data} {...form.group("warningChannels")} />
          <MultiSelect label="Critical alerts" data={data} {...form.group("criticalChannels")} />
        </div>
      )}
    </Stack>
  );
}

function Preview({ preview }: { preview: PreviewView }) {
  return (
    <Card title="On the stored data">
      <p style={{ marginTop: 0 }}>{summarisePreview(preview)}</p>
      <ul className={classes.preview}>
        {preview.wouldHaveFired.slice(0, 20).map(({ from, to, severity, subject }) => (
          <li key={`${subject.id} ${from}`}>
            <SeverityMark severity={severity} /> {subject.name}, <RelativeTime at={from} />
            {to ? `, for ${formatDuration((Date.parse(to) - Date.parse(from)) / 1000)}` : ", not ended"}
          </li>
        ))}
      </ul>
    </Card>
  );
}

function Removal({ rule }: { rule: RuleView }) {
  const router = useRouter();
  const action = {
    title: "Delete the rule",
    text: "Its open alerts end. The history of its alerts stays.",
    label: "Delete",
    run: async () => {
      await api("DELETE", "/alert-rules/[id]", { params: { id: rule.id } });
      router.push("/alerts/rules");
      return "The rule is deleted.";
    },
  };
  return <DangerActions actions={[action]} name={rule.name} onDone={() => undefined} />;
}
