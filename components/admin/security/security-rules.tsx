"use client";

import { NumberInput, Select, Switch } from "@mantine/core";
import { useTranslations } from "next-intl";
import tables from "@/components/admin/tables.module.css";
import { Form, FormProblem, SubmitButton } from "@/components/ui/form/form";
import { useApiForm } from "@/components/ui/form/use-api-form";
import { toastDone } from "@/components/ui/toast";
import { useRefresh } from "@/components/ui/use-refresh";
import type { RuleView } from "@/lib/auth/detection/contract";
import { api } from "@/lib/http/client/api";
import classes from "./security.module.css";
import { responseWords, windowText } from "./security-words";

/** What counts as an attack and how the panel responds. Managers can read the rules, administrators can change them. */
export function SecurityRules({ rules, canManage }: { rules: RuleView[]; canManage: boolean }) {
  const t = useTranslations("admin.security");
  return (
    <div>
      {rules.map((rule) =>
        canManage ? (
          // A rule that was saved elsewhere is rendered again.
          <RuleForm key={`${rule.kind} ${JSON.stringify(rule)}`} rule={rule} />
        ) : (
          <div key={rule.kind} className={classes.rule}>
            <RuleTitle rule={rule} />
            <div className={tables.dim}>
              {rule.enabled
                ? t("within", {
                    thresholdLabel: rule.thresholdLabel,
                    threshold: rule.threshold,
                    windowSeconds: windowText(t, rule.windowSeconds),
                    response: responseWords(t)[rule.response],
                  })
                : t("switchedOff")}
            </div>
          </div>
        ),
      )}
    </div>
  );
}

function RuleTitle({ rule }: { rule: RuleView }) {
  return (
    <div>
      <h3 className={classes.name}>{rule.title}</h3>
      <div className={tables.dim}>{rule.help}</div>
    </div>
  );
}

const secondsPerMinute = 60;

/** An empty number field is a text. */
type Values = Pick<RuleView, "enabled" | "response"> & { threshold: number | string; minutes: number | string };

function toBody({ enabled, threshold, minutes, response }: Values) {
  const windowSeconds = Math.round(Number(minutes) * secondsPerMinute);
  return { enabled, threshold: Number(threshold), windowSeconds, response };
}

function RuleForm({ rule }: { rule: RuleView }) {
  const t = useTranslations("admin.security");
  const refresh = useRefresh();
  const { enabled, threshold, windowSeconds, response } = rule;
  const initial: Values = { enabled, threshold, minutes: windowSeconds / secondsPerMinute, response };
  const form = useApiForm({
    initial,
    nameOf: (path) => (path === "windowSeconds" ? "minutes" : path),
    toBody,
    send: (values) =>
      api("PATCH", "/admin/security/rules/[kind]", { params: { kind: rule.kind }, body: toBody(values) }),
    schema: () => import("@/lib/auth/detection/contract").then((contract) => contract.patchRuleBody),
    onSent: (_answer, saved) => {
      toastDone(saved.enabled ? t("theRuleIsActive") : t("theRuleIsSwitched"));
      refresh();
    },
    afterwards: "keep",
  });
  const isDisabled = !form.values.enabled;
  return (
    <Form form={form} className={classes.rule} aria-label={rule.title}>
      <div>
        <RuleTitle rule={rule} />
        <FormProblem form={form} />
      </div>
      <div className={classes.ruleFields}>
        <NumberInput
          {...form.field("threshold")}
          label={rule.thresholdLabel}
          min={1}
          max={100_000}
          allowDecimal={false}
          disabled={isDisabled}
        />
        <NumberInput
          {...form.field("minutes")}
          label={t("withinMinutes")}
          min={1}
          max={43_200}
          allowDecimal={false}
          disabled={isDisabled}
        />
        <Select
          {...form.field("response")}
          label={t("then")}
          data={rule.choices.map((value) => ({ value, label: responseWords(t)[value] }))}
          allowDeselect={false}
          disabled={isDisabled}
        />
      </div>
      <div className={classes.ruleEnd}>
        <Switch {...form.check("enabled")} label={t("active2")} aria-label={t("active", { title: rule.title })} />
        <SubmitButton form={form} size="xs" disabled={!form.isDirty} aria-label={t("save2", { title: rule.title })}>
          {t("save")}
        </SubmitButton>
      </div>
    </Form>
  );
}
