"use client";

import { Alert, Anchor, Button, NumberInput, Select, SimpleGrid, Stack, TextInput } from "@mantine/core";
import { useRouter } from "next/navigation";
import { type FormEvent, useRef, useState } from "react";
import { rememberCredentials } from "@/components/servers/fresh-credentials";
import { Card } from "@/components/ui/page-frame";
import type { CreatedServerView, TemplateView } from "@/lib/game-servers/contract";
import { newIdempotencyKey } from "@/lib/http/client/idempotency-key";
import { ApiError, explain } from "@/lib/http/client/problem";
import { api } from "@/lib/http/client/untyped";
import type { RegionView } from "@/lib/nodes/contract";
import { TemplateChoice } from "./template-choice";
import { VariableFields } from "./variable-field";
import { WizardSummary } from "./wizard-summary";

type Amounts = { servers: number; memory: number; cpu: number; diskSpace: number };
type Props = {
  templates: TemplateView[];
  regions: RegionView[];
  quota: Amounts;
  used: Amounts;
  defaultTemplate: string;
};

export type Draft = {
  name: string;
  template: string;
  region: string;
  version: string;
  memory: number;
  diskSpace: number;
  cpu: number;
  environment: Record<string, string>;
};

/** Choose a game, a region and a size. The summary beside it shows what will be requested. */
export function CreateWizard({ templates, regions, quota, used, defaultTemplate }: Props) {
  const router = useRouter();
  const first = templates.find((item) => item.slug === defaultTemplate) ?? templates[0];
  const [draft, setDraft] = useState<Draft>({
    name: "",
    template: first?.slug ?? "",
    region: "",
    version: "",
    memory: first?.memory.recommended ?? 2,
    diskSpace: 10,
    cpu: 1,
    environment: {},
  });
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const [fields, setFields] = useState<Record<string, string>>({});
  // One key per form: pressing the button twice, or again after a lost answer, creates one server.
  const idempotencyKey = useRef<string | null>(null);
  const template = templates.find((item) => item.slug === draft.template);
  const change = (part: Partial<Draft>) => {
    idempotencyKey.current = null;
    setDraft((known) => ({ ...known, ...part }));
  };

  async function submit(event: FormEvent) {
    event.preventDefault();
    setBusy(true);
    setProblem(null);
    setFields({});
    idempotencyKey.current ??= newIdempotencyKey();
    try {
      const { region, version, ...rest } = draft;
      const body = { ...rest, ...(region ? { region } : {}), ...(version ? { version } : {}) };
      const headers = { "idempotency-key": idempotencyKey.current };
      const created = await api<CreatedServerView>("POST", "/servers", { body, headers });
      rememberCredentials(created.id, { rconPassword: created.rconPassword, panel: created.panel });
      router.push(`/servers/${created.id}`);
    } catch (error) {
      idempotencyKey.current = null;
      if (error instanceof ApiError) setFields(error.fields);
      setProblem(explain(error));
      setBusy(false);
    }
  }

  return (
    <form onSubmit={submit} noValidate>
      <SimpleGrid cols={{ base: 1, md: 2 }} spacing="md" style={{ alignItems: "start" }}>
        <Stack gap="md">
          <Card title="Game">
            <Stack gap="md">
              <TemplateChoice
                templates={templates}
                value={draft.template}
                onChange={(next) =>
                  change({
                    template: next.slug,
                    version: "",
                    environment: {},
                    memory: Math.max(draft.memory, next.memory.minimum),
                  })
                }
              />
              {template && template.versions.length > 1 ? (
                <Select
                  label="Version"
                  data={template.versions}
                  value={draft.version || null}
                  placeholder={template.versions[0]}
                  onChange={(version) => change({ version: version ?? "" })}
                  error={fields.version}
                  clearable
                />
              ) : null}
            </Stack>
          </Card>
          <Card title="Name and place">
            <Stack gap="md">
              <TextInput
                label="Name"
                value={draft.name}
                onChange={(event) => change({ name: event.currentTarget.value })}
                error={fields.name}
                data-autofocus
              />
              <Select
                label="Region"
                data={[
                  { value: "", label: "Nearest capacity" },
                  ...regions.map(({ slug, name, available }) => ({
                    value: slug,
                    label: available ? name : `${name} (full)`,
                    disabled: !available,
                  })),
                ]}
                value={draft.region}
                onChange={(region) => change({ region: region ?? "" })}
                error={fields.region}
                allowDeselect={false}
              />
            </Stack>
          </Card>
          <Card title="Size">
            <SimpleGrid cols={{ base: 1, xs: 3 }}>
              <NumberInput
                label="Memory (GiB)"
                value={draft.memory}
                onChange={(value) => change({ memory: Number(value) })}
                min={template?.memory.minimum ?? 0.5}
                step={0.5}
                error={fields.memory}
              />
              <NumberInput
                label="CPU (cores)"
                value={draft.cpu}
                onChange={(value) => change({ cpu: Number(value) })}
                min={0.25}
                step={0.25}
                error={fields.cpu}
              />
              <NumberInput
                label="Disk (GiB)"
                value={draft.diskSpace}
                onChange={(value) => change({ diskSpace: Number(value) })}
                min={1}
                error={fields.diskSpace}
              />
            </SimpleGrid>
          </Card>
          {template && template.variables.length > 0 ? (
            <Card title="Settings">
              <VariableFields
                variables={template.variables}
                environment={draft.environment}
                errors={fields}
                onChange={(environment) => change({ environment })}
              />
            </Card>
          ) : null}
        </Stack>
        <WizardSummary draft={draft} template={template} regions={regions} quota={quota} used={used}>
          {problem ? (
            <Alert color="red" role="alert" p="sm">
              {problem}
            </Alert>
          ) : null}
          {template?.terms ? (
            <p style={{ margin: 0, fontSize: 13 }}>
              {template.terms.text}{" "}
              <Anchor
                href={template.terms.url}
                target="_blank"
                rel="noreferrer"
                size="sm"
                underline="always"
                c="inherit"
              >
                Read it
              </Anchor>
            </p>
          ) : null}
          <Button type="submit" loading={busy} size="md" fullWidth>
            Create server
          </Button>
        </WizardSummary>
      </SimpleGrid>
    </form>
  );
}
