"use client";

import { Button, NumberInput, Select, Switch } from "@mantine/core";
import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import tables from "@/components/admin/tables.module.css";
import { toastDone, toastFailure } from "@/components/ui/toast";
import type { Response, RuleView } from "@/lib/auth/detection/contract";
import { api } from "@/lib/http/client/untyped";
import classes from "./security.module.css";
import { responseWords, windowText } from "./security-words";

/** What counts as an attack and how the panel responds. Managers can read the rules, administrators can change them. */
export function SecurityRules({ rules, canManage }: { rules: RuleView[]; canManage: boolean }) {
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
                ? `${rule.thresholdLabel}: ${rule.threshold} within ${windowText(rule.windowSeconds)}. ${responseWords[rule.response]}.`
                : "Switched off."}
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

function RuleForm({ rule }: { rule: RuleView }) {
  const router = useRouter();
  const [enabled, setEnabled] = useState(rule.enabled);
  const [threshold, setThreshold] = useState<number | string>(rule.threshold);
  const [minutes, setMinutes] = useState<number | string>(rule.windowSeconds / secondsPerMinute);
  const [response, setResponse] = useState<Response>(rule.response);
  const [busy, setBusy] = useState(false);
  const windowSeconds = Math.round(Number(minutes) * secondsPerMinute);
  const isEdited =
    enabled !== rule.enabled ||
    Number(threshold) !== rule.threshold ||
    windowSeconds !== rule.windowSeconds ||
    response !== rule.response;
  async function save(event: FormEvent) {
    event.preventDefault();
    setBusy(true);
    try {
      const body = { enabled, threshold: Number(threshold), windowSeconds, response };
      await api("PATCH", `/admin/security/rules/${rule.kind}`, { body });
      toastDone(enabled ? "The rule is active within seconds." : "The rule is switched off.");
      router.refresh();
    } catch (error) {
      toastFailure(error);
    }
    setBusy(false);
  }
  return (
    <form className={classes.rule} onSubmit={save} aria-label={rule.title} noValidate>
      <RuleTitle rule={rule} />
      <div className={classes.ruleFields}>
        <NumberInput
          label={rule.thresholdLabel}
          value={threshold}
          onChange={setThreshold}
          min={1}
          max={100_000}
          allowDecimal={false}
          disabled={!enabled}
        />
        <NumberInput
          label="Within (minutes)"
          value={minutes}
          onChange={setMinutes}
          min={1}
          max={43_200}
          allowDecimal={false}
          disabled={!enabled}
        />
        <Select
          label="Then"
          data={rule.choices.map((value) => ({ value, label: responseWords[value] }))}
          value={response}
          onChange={(value) => setResponse(rule.choices.find((choice) => choice === value) ?? response)}
          allowDeselect={false}
          disabled={!enabled}
        />
      </div>
      <div className={classes.ruleEnd}>
        <Switch
          label="Active"
          aria-label={`${rule.title}: active`}
          checked={enabled}
          onChange={(event) => setEnabled(event.currentTarget.checked)}
        />
        <Button type="submit" size="xs" loading={busy} disabled={!isEdited} aria-label={`Save: ${rule.title}`}>
          Save
        </Button>
      </div>
    </form>
  );
}
