"use client";

import { Alert, Button, NumberInput, Select, Stack } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { errorsUnder } from "@/components/executors/config/config-fields";
import classes from "@/components/executors/executors.module.css";
import { ApiError, explain } from "@/lib/http/client/problem";
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

/** A command and its payload, with fields from the schema of its type. */
export function CommandForm({ types, submitLabel, keepsDraft = false, onSend }: Props) {
  const [typeName, setTypeName] = useState(types[0]?.type ?? "");
  const [payload, setPayload] = useState<Record<string, unknown>>({});
  const [ttl, setTtl] = useState<number | undefined>(undefined);
  const [busy, setBusy] = useState(false);
  const [fields, setFields] = useState<Record<string, string>>({});
  const [problem, setProblem] = useState<string | null>(null);
  const type = types.find((item) => item.type === typeName);
  const isIncomplete = (type?.fields ?? []).some(
    ({ name, isRequired, fallback }) => isRequired && fallback === undefined && payload[name] === undefined,
  );
  async function submit(event: FormEvent) {
    event.preventDefault();
    setBusy(true);
    setProblem(null);
    setFields({});
    try {
      await onSend({ type: typeName, payload, ...(ttl === undefined ? {} : { ttlSeconds: ttl }) });
      if (!keepsDraft) setPayload({});
    } catch (error) {
      const found = error instanceof ApiError ? error.fields : {};
      setFields(found);
      if (Object.keys(found).length === 0) setProblem(explain(error));
    }
    setBusy(false);
  }
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        {problem ? (
          <Alert color="red" role="alert" p="sm">
            {problem}
          </Alert>
        ) : null}
        <Select
          label="Command"
          description={type?.summary}
          data={types.map((item) => item.type)}
          value={typeName}
          allowDeselect={false}
          maw={420}
          onChange={(next) => {
            if (!next) return;
            setTypeName(next);
            setPayload({});
            setFields({});
          }}
        />
        <SchemaFields
          key={typeName}
          fields={type?.fields ?? []}
          values={payload}
          errors={errorsUnder("payload", fields)}
          onChange={setPayload}
        />
        <details className={classes.more}>
          <summary>Expiry</summary>
          <NumberInput
            label="Seconds until it expires"
            value={ttl ?? ""}
            placeholder={String(type?.ttlSeconds ?? "")}
            min={5}
            max={86_400}
            allowDecimal={false}
            maw={260}
            error={fields.ttlSeconds}
            onChange={(next) => setTtl(next === "" ? undefined : Number(next))}
          />
        </details>
        <Button type="submit" loading={busy} disabled={isIncomplete} w="fit-content">
          {submitLabel}
        </Button>
      </Stack>
    </form>
  );
}
