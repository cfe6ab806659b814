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

function toBody({ region, version, ...rest }: Draft) {
  return { ...rest, ...(region ? { region } : {}), ...(version ? { version } : {}) };
}

/** Choose a game, a region and a size. The summary beside it shows what will be requested. */
export function CreateWizard({ templates, regions, quota, used, defaultTemplate }: Props) {
  const router = useRouter();
  const first = templates.find((item) => item.slug === defaultTemplate) ?? templates[0];
  const initial: Draft = {
    name: "",
    template: first?.slug ?? "",
    region: "",
    version: "",
    memory: first?.memory.recommended ?? 2,
    diskSpace: 10,
    cpu: 1,
    environment: {},
  };
  const withKey = useIdempotencyKey();
  const form = useApiForm({
    initial,
    toBody,
    schema: () => import("@/lib/game-servers/contract").then((contract) => contract.createServerBody),
    send: (values) => withKey(toBody(values), (body, headers) => api("POST", "/servers", { body, headers })),
    onSent: ({ id, rconPassword, panel }) => {
      rememberCredentials(id, { rconPassword, panel });
      router.push(`/servers/${id}`);
    },
    afterwards: "keep",
  });
  const draft = form.values;
  const template = templates.find((item) => item.slug === draft.template);
  return (
    <Form form={form}>
      <SimpleGrid cols={{ base: 1, md: 2 }} spacing="md" style={{ alignItems: "start" }}>
        <Stack gap="md">
          <Card title="Game">
            <Stack gap="md">
              <TemplateChoice
                templates={templates}
                value={draft.template}
                onChange={(next) =>
                  form.setAll({
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
                  {...form.field("version")}
                  value={draft.version || null}
                  placeholder={template.versions[0]}
                  onChange={(version) => form.set("version", version ?? "")}
                  clearable
                />
              ) : null}
            </Stack>
          </Card>
          <Card title="Name and place">
            <Stack gap="md">
              <TextInput {...form.field("name")} label="Name" data-autofocus />
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
                {...form.field("region")}
                allowDeselect={false}
              />
            </Stack>
          </Card>
          <Card title="Size">
            <SimpleGrid cols={{ base: 1, xs: 3 }}>
              <NumberInput
                label="Memory (GiB)"
                {...form.field("memory")}
                onChange={(value) => form.set("memory", Number(value))}
                min={template?.memory.minimum ?? 0.5}
                step={0.5}
              />
              <NumberInput
                label="CPU (cores)"
                {...form.field("cpu")}
                onChange={(value) => form.set("cpu", Number(value))}
                min={0.25}
                step={0.25}
              />
              <NumberInput
                label="Disk (GiB)"
                {...form.field("diskSpace")}
                onChange={(value) => form.set("diskSpace", Number(value))}
                min={1}
              />
            </SimpleGrid>
          </Card>
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
          <SubmitButton form={form} loading={form.isPending || form.isSent} size="md" fullWidth>
            Create server
          </SubmitButton>
        </WizardSummary>
      </SimpleGrid>
    </Form>
  );
}
