"use client";

import { Anchor, Select, SimpleGrid, Stack, TextInput } from "@mantine/core";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { rememberCredentials } from "@/components/servers/fresh-credentials";
import { Form, FormProblem, SubmitButton } from "@/components/ui/form/form";
import { useApiForm } from "@/components/ui/form/use-api-form";
import { useIdempotencyKey } from "@/components/ui/form/use-idempotency-key";
import { Card } from "@/components/ui/page-frame";
import type { TemplateView } from "@/lib/game-servers/templates/contract";
import { api } from "@/lib/http/client/api";
import type { RegionView } from "@/lib/nodes/contract";
import type { Draft } from "./draft";
import type { Amounts } from "./quota-rows";
import { SizeChoice } from "./size-choice";
import { presetsOf, sizeFor, suggestName } from "./sizes";
import { TemplateChoice } from "./template-choice";
import { VariableFields } from "./variable-field";
import { WizardSummary } from "./wizard-summary";

type Texts = ReturnType<typeof useTranslations<"servers.create">>;

type Props = {
  templates: TemplateView[];
  regions: RegionView[];
  quota: Amounts;
  used: Amounts;
  defaultTemplate: string;
};

function toBody({ region, version, name, ...rest }: Draft, suggestion: string) {
  return { ...rest, name: name.trim() || suggestion, ...(region ? { region } : {}), ...(version ? { version } : {}) };
}

function initialDraft(t: Texts, first: TemplateView | undefined): Draft {
  const medium = first && presetsOf(t, first).find(({ id }) => id === "medium");
  return {
    name: "",
    template: first?.slug ?? "",
    region: "",
    version: "",
    memory: medium?.memory ?? 2,
    diskSpace: medium?.diskSpace ?? 10,
    cpu: medium?.cpu ?? 1,
    environment: {},
  };
}

function useWizardForm(first: TemplateView | undefined, bodyOf: (draft: Draft) => ReturnType<typeof toBody>) {
  const t = useTranslations("servers.create");
  const router = useRouter();
  const withKey = useIdempotencyKey();
  return useApiForm({
    initial: initialDraft(t, first),
    toBody: bodyOf,
    schema: () => import("@/lib/game-servers/contract").then((contract) => contract.createServerBody),
    send: (values) => withKey(bodyOf(values), (body, headers) => api("POST", "/servers", { body, headers })),
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
  const t = useTranslations("servers.create");
  const find = (slug: string) => templates.find((item) => item.slug === slug);
  const nameFor = ({ template }: Draft) => suggestName(t, find(template), used.servers);
  const form = useWizardForm(find(defaultTemplate) ?? templates[0], (draft) => toBody(draft, nameFor(draft)));
  const draft = form.values;
  const template = find(draft.template);
  return (
    <Form form={form}>
      <SimpleGrid cols={{ base: 1, md: 2 }} spacing="md" style={{ alignItems: "start" }}>
        <Stack gap="md">
          <GameCard form={form} templates={templates} template={template} />
          <PlaceCard form={form} regions={regions} suggestion={nameFor(draft)} />
          <SizeCard form={form} template={template} />
          {template && template.variables.length > 0 ? (
            <Card title={t("settings")}>
              <VariableFields
                variables={template.variables}
                environment={draft.environment}
                errors={form.errors}
                onChange={(environment) => form.set("environment", environment)}
              />
            </Card>
          ) : null}
        </Stack>
        <WizardSummary
          draft={draft}
          name={draft.name.trim() || nameFor(draft)}
          template={template}
          regions={regions}
          quota={quota}
          used={used}
        >
          <FormProblem form={form} />
          {template?.terms ? <Terms terms={template.terms} /> : null}
          <SubmitButton form={form} loading={form.isPending || form.isSent} size="md" fullWidth>
            {t("createServer")}
          </SubmitButton>
        </WizardSummary>
      </SimpleGrid>
    </Form>
  );
}

type GameProps = { form: WizardForm; templates: TemplateView[]; template: TemplateView | undefined };

function GameCard({ form, templates, template }: GameProps) {
  const t = useTranslations("servers.create");
  const { version, memory, cpu, diskSpace } = form.values;
  return (
    <Card title={t("game")}>
      <Stack gap="md">
        <TemplateChoice
          templates={templates}
          value={form.values.template}
          onChange={(next) =>
            form.setAll({
              template: next.slug,
              version: "",
              environment: {},
              ...sizeFor(t, next, template, { memory, cpu, diskSpace }),
            })
          }
        />
        {template && template.versions.length > 1 ? (
          <Select
            {...form.field("version")}
            label={t("version")}
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

type PlaceProps = { form: WizardForm; regions: RegionView[]; suggestion: string };

function PlaceCard({ form, regions, suggestion }: PlaceProps) {
  const t = useTranslations("servers.create");
  const choices = regions.map(({ slug, name, available }) => ({
    value: slug,
    label: available ? name : t("full", { name }),
    disabled: !available,
  }));
  return (
    <Card title={t("nameAndPlace")}>
      <Stack gap="md">
        <TextInput {...form.field("name")} label={t("name")} placeholder={suggestion} data-autofocus />
        <Select
          {...form.field("region")}
          label={t("region")}
          data={[{ value: "", label: t("nearestCapacity") }, ...choices]}
          allowDeselect={false}
        />
      </Stack>
    </Card>
  );
}

function SizeCard({ form, template }: { form: WizardForm; template: TemplateView | undefined }) {
  const t = useTranslations("servers.create");
  const { memory, cpu, diskSpace } = form.values;
  return (
    <Card title={t("size")}>
      <SizeChoice
        template={template}
        size={{ memory, cpu, diskSpace }}
        fieldOf={form.field}
        onChange={(size) => form.setAll(size)}
      />
    </Card>
  );
}

function Terms({ terms: { text, url } }: { terms: NonNullable<TemplateView["terms"]> }) {
  const t = useTranslations("servers.create");
  return (
    <p style={{ margin: 0, fontSize: 13 }}>
      {text}{" "}
      <Anchor href={url} target="_blank" rel="noreferrer" size="sm" underline="always" c="inherit">
        {t("readIt")}
      </Anchor>
    </p>
  );
}
