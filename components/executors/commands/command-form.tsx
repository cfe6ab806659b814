"use client";

import { NumberInput, Select, Stack } from "@mantine/core";
import { useTranslations } from "next-intl";
import { errorsUnder } from "@/components/executors/config/config-fields";
import classes from "@/components/executors/executors.module.css";
import { Form, FormProblem, SubmitButton } from "@/components/ui/form/form";
import { useApiForm } from "@/components/ui/form/use-api-form";
import { SchemaFields } from "./schema-fields";
import type { CommandFormView } from "./schema-fields-rules";

export type CommandDraft = { type: string; payload: Record<string, unknown>; ttlSeconds?: number };

type Props = {
  types: CommandFormView[];
  submitLabel: string;
  /** The fields keep their values after sending, since it was only a preview. */
  keepsDraft?: boolean;
  /** Errors that it rejects with are shown beside the fields. */
  onSend: (draft: CommandDraft) => Promise<void>;
};

type Draft = { type: string; payload: Record<string, unknown>; ttlSeconds: number | undefined };

/** A command and its payload, with fields from the schema of its type. */
export function CommandForm({ types, submitLabel, keepsDraft = false, onSend }: Props) {
  const t = useTranslations("executors.commands");
  const initial: Draft = { type: types[0]?.type ?? "", payload: {}, ttlSeconds: undefined };
  const form = useApiForm({
    initial,
    isField: (name) => name === "ttlSeconds" || name.startsWith("payload."),
    send: ({ ttlSeconds, ...draft }) => onSend({ ...draft, ...(ttlSeconds === undefined ? {} : { ttlSeconds }) }),
    onSent: () => {
      if (!keepsDraft) form.set("payload", {});
    },
    afterwards: "keep",
  });
  const { type: typeName, payload, ttlSeconds } = form.values;
  const type = types.find((item) => item.type === typeName);
  const isIncomplete = (type?.fields ?? []).some(
    ({ name, isRequired, fallback }) => isRequired && fallback === undefined && payload[name] === undefined,
  );
  return (
    <Form form={form}>
      <Stack gap="md">
        <FormProblem form={form} />
        <Select
          label={t("command")}
          description={type?.summary}
          data={types.map((item) => item.type)}
          value={typeName}
          allowDeselect={false}
          maw={420}
          onChange={(next) => {
            if (next) form.setAll({ type: next, payload: {} });
          }}
        />
        <SchemaFields
          key={typeName}
          fields={type?.fields ?? []}
          values={payload}
          errors={errorsUnder("payload", form.errors)}
          onChange={(next) => form.set("payload", next)}
        />
        <details className={classes.more}>
          <summary>{t("expiry")}</summary>
          <NumberInput
            label={t("secondsUntilItExpires")}
            value={ttlSeconds ?? ""}
            placeholder={String(type?.ttlSeconds ?? "")}
            min={5}
            max={86_400}
            allowDecimal={false}
            maw={260}
            error={form.errors.ttlSeconds}
            onChange={(next) => form.set("ttlSeconds", next === "" ? undefined : Number(next))}
          />
        </details>
        <SubmitButton form={form} disabled={isIncomplete} w="fit-content">
          {submitLabel}
        </SubmitButton>
      </Stack>
    </Form>
  );
}
