"use client";

import { Anchor, NumberInput, Select, SimpleGrid, Stack, TextInput } from "@mantine/core";
import { useRouter } from "next/navigation";
import { rememberCredentials } from "@/components/servers/fresh-credentials";
import { Form, FormProblem, SubmitButton } from "@/components/ui/form/form";
import { useApiForm } from "@/components/ui/form/use-api-form";
import { useIdempotencyKey } from "@/components/ui/form/use-idempotency-key";
import { Card } from "@/components/ui/page-frame";
import type { TemplateView } from "@/lib/game-servers/contract";
import { api } from "@/lib/http/client/api";
import type { RegionView } from "@/lib/nodes/contract";
import type { Draft } from "./draft";
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

function toBody({ region, version, ...rest }: Draft) {
  return { ...rest, ...(region ? { region } : {}), ...(version ? { version } : {}) };
}

function initialDraft(first: TemplateView | undefined): Draft {
  return {
    name: "",
    template: first?.slug ?? "",
    region: "",
    version: "",
    memory: first?.memory.recommended ?? 2,
    diskSpace: 10,
    cpu: 1,
    environment: {},
  };
}

function useWizardForm(first: TemplateView | undefined) {
  const router = useRouter();
  const withKey = useIdempotencyKey();
  return useApiForm({
    initial: initialDraft(first),
    toBody,
    schema: () => import("@/lib/game-servers/contract").then((contract) => contract.createServerBody),
    send: (values) => withKey(toBody(values), (body, headers) => api("POST", "/servers", { body, headers })),
    onSent: ({ id, rconPassword, panel }) => {
      rememberCredentials(id, { rconPassword, panel });
      router.push(`/servers/${id}`);
    },
    afterwards: "keep",
  });
}
type WizardForm = ReturnType<typeof useWizardForm>;

/** Choose a game, a region and a size. The summary beside it shows what will be requested. */
export function CreateWizard({ templates, regions, quota, used, defaultTemplate }: Props) {
  const form = useWizardForm(templates.find((item) => item.slug === defaultTemplate) ?? templates[0]);
  const draft = form.values;
  const template = templates.find((item) => item.slug === draft.template);
  return (
    <Form form={form}>
      <SimpleGrid cols={{ base: 1, md: 2 }} spacing="md" style={{ alignItems: "start" }}>
        <Stack gap="md">
          <GameCard form={form} templates={templates} template={template} />
          <PlaceCard form={form} regions={regions} />
          <SizeCard form={form} template={template} />
          {template && template.variables.length > 0 ? (
            <Card title="Settings">
              <VariableFields
                variables={template.variables}
                environment={draft.environment}
                errors={form.errors}
                onChange={(environment) => form.set("environment", environment)}
              />
            </Card>
          ) : null}
        </Stack>
        <WizardSummary draft={draft} template={template} regions={regions} quota={quota} used={used}>
          <FormProblem form={form} />
          {template?.terms ? <Terms terms={template.terms} /> : null}
          <SubmitButton form={form} loading={form.isPending || form.isSent} size="md" fullWidth>
            Create server
          </SubmitButton>
        </WizardSummary>
      </SimpleGrid>
    </Form>
  );
}

type GameProps = { form: WizardForm; templates: TemplateView[]; template: TemplateView | undefined };

function GameCard({ form, templates, template }: GameProps) {
  const { version, memory } = form.values;
  return (
    <Card title="Game">
      <Stack gap="md">
        <TemplateChoice
          templates={templates}
          value={form.values.template}
          onChange={(next) =>
            form.setAll({
              template: next.slug,
              version: "",
              environment: {},
              memory: Math.max(memory, next.memory.minimum),
            })
          }
        />
        {template && template.versions.length > 1 ? (
          <Select
            {...form.field("version")}
            label="Version"
            data={template.versions}
            value={version || null}
            placeholder={template.versions[0]}
            onChange={(next) => form.set("version", next ?? "")}
            clearable
          />
        ) : null}
      </Stack>
    </Card>
  );
}

function PlaceCard({ form, regions }: { form: WizardForm; regions: RegionView[] }) {
  const choices = regions.map(({ slug, name, available }) => ({
    value: slug,
    label: available ? name : `${name} (full)`,
    disabled: !available,
  }));
  return (
    <Card title="Name and place">
      <Stack gap="md">
        <TextInput {...form.field("name")} label="Name" data-autofocus />
        <Select
          {...form.field("region")}
          label="Region"
          data={[{ value: "", label: "Nearest capacity" }, ...choices]}
          allowDeselect={false}
        />
      </Stack>
    </Card>
  );
}

function SizeCard({ form, template }: { form: WizardForm; template: TemplateView | undefined }) {
  return (
    <Card title="Size">
      <SimpleGrid cols={{ base: 1, xs: 3 }}>
        <NumberInput
          {...form.field("memory")}
          label="Memory (GiB)"
          onChange={(value) => form.set("memory", Number(value))}
          min={template?.memory.minimum ?? 0.5}
          step={0.5}
        />
        <NumberInput
          {...form.field("cpu")}
          label="CPU (cores)"
          onChange={(value) => form.set("cpu", Number(value))}
          min={0.25}
          step={0.25}
        />
        <NumberInput
          {...form.field("diskSpace")}
          label="Disk (GiB)"
          onChange={(value) => form.set("diskSpace", Number(value))}
          min={1}
        />
      </SimpleGrid>
    </Card>
  );
}

function Terms({ terms: { text, url } }: { terms: NonNullable<TemplateView["terms"]> }) {
  return (
    <p style={{ margin: 0, fontSize: 13 }}>
      {text}{" "}
      <Anchor href={url} target="_blank" rel="noreferrer" size="sm" underline="always" c="inherit">
        Read it
      </Anchor>
    </p>
  );
}
