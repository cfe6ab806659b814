"use client";

import { Select, Stack, Text, TextInput } from "@mantine/core";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { Dialog } from "@/components/ui/dialog/dialog";
import { Form, FormProblem, SubmitButton } from "@/components/ui/form/form";
import { useApiForm } from "@/components/ui/form/use-api-form";
import type { zoneTemplateNames } from "@/lib/hosted-services/dns/zones/contract";
import { api } from "@/lib/http/client/api";

type Texts = ReturnType<typeof useTranslations<"dns">>;

type TemplateName = (typeof zoneTemplateNames)[number];
export type TemplateChoice = { name: TemplateName; label: string; description: string };
type Draft = { name: string; template: TemplateName; ipv4: string; ipv6: string; verification: string };
type Parameter = { name: "ipv4" | "ipv6" | "verification"; label: string; placeholder: string };

const ipv4 = (t: Texts): Parameter => ({ name: "ipv4", label: t("ipv4AddressOfThe"), placeholder: "192.0.2.10" });
const ipv6 = (t: Texts): Parameter => ({ name: "ipv6", label: t("ipv6AddressOfThe"), placeholder: "2001:db8::10" });
const verification = (t: Texts): Parameter => ({
  name: "verification",
  label: t("textThatProvesYour"),
  placeholder: "",
});
const parametersOf = (t: Texts): Record<TemplateName, readonly Parameter[]> => ({
  empty: [],
  website: [ipv4(t), ipv6(t)],
  "google-workspace": [verification(t)],
  "microsoft-365": [verification(t)],
  parked: [],
});

const empty: Draft = { name: "", template: "website", ipv4: "", ipv6: "", verification: "" };

/** Parameters that are left empty are not sent. */
function toBody(t: Texts, { name, template, ...typed }: Draft) {
  const filled = parametersOf(t)[template].flatMap((parameter) => {
    const text = typed[parameter.name].trim();
    return text === "" ? [] : [[parameter.name, text] as const];
  });
  return { name, template, parameters: Object.fromEntries(filled) };
}

/** Creates a zone and opens its page, which shows the steps. */
export default function CreateZone({ templates, onClose }: { templates: TemplateChoice[]; onClose: () => void }) {
  const t = useTranslations("dns");
  const router = useRouter();
  const form = useApiForm({
    initial: empty,
    toBody: (values) => toBody(t, values),
    schema: () => import("@/lib/hosted-services/dns/zones/contract").then((contract) => contract.createZoneBody),
    nameOf: (path) => path.replace("parameters.", ""),
    send: (values) => api("POST", "/provisioning/dns-zones", { body: toBody(t, values) }),
    onSent: ({ id }) => router.push(`/dns/${id}`),
    afterwards: "keep",
  });
  const { template } = form.values;
  return (
    <Dialog onClose={onClose} title={t("newDnsZone")} centered>
      <Form form={form}>
        <Stack>
          <FormProblem form={form} />
          <TextInput {...form.field("name")} label={t("domain")} placeholder="example.com" data-autofocus />
          <Select
            {...form.field("template")}
            label={t("beginWith")}
            data={templates.map(({ name: value, label }) => ({ value, label }))}
            allowDeselect={false}
          />
          <Text size="sm">{templates.find(({ name }) => name === template)?.description}</Text>
          {parametersOf(t)[template].map(({ name, label, placeholder }) => (
            <TextInput key={name} {...form.field(name)} label={label} placeholder={placeholder} autoComplete="off" />
          ))}
          <SubmitButton form={form}>{t("createZone")}</SubmitButton>
        </Stack>
      </Form>
    </Dialog>
  );
}
