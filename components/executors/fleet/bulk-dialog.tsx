"use client";

import { Alert, Button, Group, SegmentedControl, Select, Stack, TextInput } from "@mantine/core";
import { useState } from "react";
import { CommandForm } from "@/components/executors/commands/command-form";
import type { CommandFormView } from "@/components/executors/commands/schema-fields-rules";
import type { TemplateChoice } from "@/components/executors/create-executor";
import classes from "@/components/executors/executors.module.css";
import { Dialog } from "@/components/ui/dialog/dialog";
import { useIdempotencyKey } from "@/components/ui/form/use-idempotency-key";
import { useAction } from "@/components/ui/use-action";
import type { BulkAction, BulkAnswer } from "@/lib/executors/fleet/contract";
import { api } from "@/lib/http/client/api";
import fleet from "./fleet-view.module.css";

type Props = {
  ids: string[];
  types: CommandFormView[];
  templates: TemplateChoice[];
  /** True if the action was applied. */
  onClose: (isDone: boolean) => void;
};
type Kind = BulkAction["kind"];

const kinds: { value: Kind; label: string }[] = [
  { value: "command", label: "Command" },
  { value: "template", label: "Template" },
  { value: "revoke", label: "Revoke" },
];

/** One action for many executors: choose it, preview the effect on each, then apply it. */
export default function BulkDialog({ ids, types, templates, onClose }: Props) {
  const [kind, setKind] = useState<Kind>("command");
  const [action, setAction] = useState<BulkAction | null>(null);
  const [answer, setAnswer] = useState<BulkAnswer | null>(null);
  async function look(wanted: BulkAction) {
    const body = { ids, action: wanted, dryRun: true };
    setAnswer(await api("POST", "/executors/bulk", { body }));
    setAction(wanted);
  }
  const isDone = answer !== null && !answer.dryRun;
  const count = `${ids.length} ${ids.length === 1 ? "executor" : "executors"}`;
  return (
    <Dialog
      onClose={() => onClose(isDone)}
      title={isDone ? "Done" : answer ? "Preview" : `Apply an action to ${count}`}
      size="lg"
      centered
      closeOnClickOutside={false}
    >
      {answer && action ? (
        <Verdict
          ids={ids}
          action={action}
          answer={answer}
          onBack={() => setAnswer(null)}
          onDone={setAnswer}
          onClose={() => onClose(true)}
        />
      ) : null}
      {/* Only hidden meanwhile: what was typed is there again after Back. */}
      <div hidden={answer !== null}>
        <Stack gap="md">
          <SegmentedControl data={kinds} value={kind} onChange={(value) => setKind(value)} aria-label="What to do" />
          {kind === "command" ? (
            <CommandForm
              types={types}
              submitLabel="Show what would happen"
              keepsDraft
              onSend={(draft) => look({ kind: "command", ...draft })}
            />
          ) : null}
          {kind === "template" ? (
            <TemplateStep templates={templates} onPreview={(templateId) => look({ kind: "template", templateId })} />
          ) : null}
          {kind === "revoke" ? <RevokeStep onPreview={() => look({ kind: "revoke" })} /> : null}
        </Stack>
      </div>
    </Dialog>
  );
}

function PreviewButton({ onPreview }: { onPreview: () => Promise<void> }) {
  const preview = useAction(onPreview);
  return (
    <Button onClick={() => preview.mutate()} loading={preview.isPending} w="fit-content">
      Show what would happen
    </Button>
  );
}

function TemplateStep({
  templates,
  onPreview,
}: {
  templates: TemplateChoice[];
  onPreview: (templateId: string | null) => Promise<void>;
}) {
  const [templateId, setTemplateId] = useState<string | null>(null);
  return (
    <Stack gap="md">
      <Select
        label="Template"
        data={templates.map(({ id, name }) => ({ value: id, label: name }))}
        value={templateId}
        onChange={setTemplateId}
        placeholder="None: each has only its own settings"
        searchable={templates.length > 12}
        clearable
        clearButtonProps={{ "aria-label": "No template" }}
      />
      <PreviewButton onPreview={() => onPreview(templateId)} />
    </Stack>
  );
}

function RevokeStep({ onPreview }: { onPreview: () => Promise<void> }) {
  return (
    <Stack gap="md">
      <p style={{ margin: 0 }}>They are disconnected, remove their credentials and are refused permanently.</p>
      <PreviewButton onPreview={onPreview} />
    </Stack>
  );
}

function Verdict({
  ids,
  action,
  answer,
  onBack,
  onDone,
  onClose,
}: {
  ids: string[];
  action: BulkAction;
  answer: BulkAnswer;
  onBack: () => void;
  onDone: (answer: BulkAnswer) => void;
  onClose: () => void;
}) {
  const [typed, setTyped] = useState("");
  const withKey = useIdempotencyKey();
  const apply = useAction(
    () => withKey({ ids, action, dryRun: false }, (body, headers) => api("POST", "/executors/bulk", { body, headers })),
    { onDone },
  );
  const { affected, results, dryRun } = answer;
  const isFinal = action.kind === "revoke";
  return (
    <Stack gap="md">
      <Alert color={affected === 0 ? "yellow" : "teal"} role="status">
        {dryRun
          ? `${affected} of ${results.length} would be affected. Nothing has happened yet.`
          : `${affected} of ${results.length} were affected.`}
      </Alert>
      <Results answer={answer} />
      {dryRun && isFinal && affected > 0 ? (
        <TextInput
          label={`Type ${affected} to confirm that this many executors are revoked permanently`}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
      ) : null}
      {dryRun ? (
        <Group justify="flex-end">
          <Button data-local variant="default" onClick={onBack}>
            Back
          </Button>
          <Button
            color={isFinal ? "red.9" : undefined}
            loading={apply.isPending}
            disabled={affected === 0 || (isFinal && typed !== String(affected))}
            onClick={() => apply.mutate()}
          >
            {isFinal ? "Revoke" : "Apply to"} {affected}
          </Button>
        </Group>
      ) : (
        <Button data-local onClick={onClose}>
          Close
        </Button>
      )}
    </Stack>
  );
}

/** Result for each executor, those that are left out first. */
function Results({ answer }: { answer: BulkAnswer }) {
  const sorted = [...answer.results].sort((a, b) => Number(a.ok) - Number(b.ok));
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
    <section className={fleet.results} aria-label="Result for each executor" tabIndex={0}>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">Executor</th>
            <th scope="col">Affected</th>
            <th scope="col">Reason or details</th>
          </tr>
        </thead>
        <tbody>
          {sorted.map(({ id, name, ok, message }) => (
            <tr key={id}>
              <th scope="row">{name || id}</th>
              <td className={ok ? undefined : classes.wrong}>{ok ? "yes" : "no"}</td>
              <td className={classes.dim}>{message}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
