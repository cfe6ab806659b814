"use client";

import { Select, Stack, Text, TextInput } from "@mantine/core";
import { useRouter } from "next/navigation";
import { Dialog } from "@/components/ui/dialog/dialog";
import { Form, FormProblem, SubmitButton } from "@/components/ui/form/form";
import { useApiForm } from "@/components/ui/form/use-api-form";
import type { zoneTemplateNames } from "@/lib/hosted-services/dns/zones/contract";
import { api } from "@/lib/http/client/api";

type TemplateName = (typeof zoneTemplateNames)[number];
export type TemplateChoice = { name: TemplateName; label: string; description: string };
type Draft = { name: string; template: TemplateName; ipv4: string; ipv6: string; verification: string };
type Parameter = { name: "ipv4" | "ipv6" | "verification"; label: string; placeholder: string };

const ipv4: Parameter = { name: "ipv4", label: "IPv4 address of the web server", placeholder: "192.0.2.10" };
const ipv6: Parameter = { name: "ipv6", label: "IPv6 address of the web server", placeholder: "2001:db8::10" };
const verification: Parameter = { name: "verification", label: "Text that proves your ownership", placeholder: "" };
const parametersOf: Record<TemplateName, readonly Parameter[]> = {
  empty: [],
  website: [ipv4, ipv6],
  "google-workspace": [verification],
  "microsoft-365": [verification],
  parked: [],
};

const empty: Draft = { name: "", template: "website", ipv4: "", ipv6: "", verification: "" };

/** Parameters that are left empty are not sent. */
function toBody({ name, template, ...typed }: Draft) {
  const filled = parametersOf[template].flatMap((parameter) => {
    const text = typed[parameter.name].trim();
    return text === "" ? [] : [[parameter.name, text] as const];
  });
  return { name, template, parameters: Object.fromEntries(filled) };
}

/** Creates a zone and opens its page, which shows the steps. */
export default function CreateZone({ templates, onClose }: { templates: TemplateChoice[]; onClose: () => void }) {
  const router = useRouter();
  const form = useApiForm({
    initial: empty,
    toBody,
    schema: () => import("@/lib/hosted-services/dns/zones/contract").then((contract) => contract.createZoneBody),
    nameOf: (path) => path.replace("parameters.", ""),
    send: (values) => api("POST", "/provisioning/dns-zones", { body: toBody(values) }),
    onSent: ({ id }) => router.push(`/dns/${id}`),
    afterwards: "keep",
  });
  const { template } = form.values;
  return (
    <Dialog onClose={onClose} title="New DNS zone" centered>
      <Form form={form}>
        <Stack>
          <FormProblem form={form} />
          <TextInput {...form.field("name")} label="Domain" placeholder="example.com" data-autofocus />
          <Select
            {...form.field("template")}
            label="Begin with"
            data={templates.map(({ name: value, label }) => ({ value, label }))}
            allowDeselect={false}
          />
          <Text size="sm">{templates.find(({ name }) => name === template)?.description}</Text>
          {parametersOf[template].map(({ name, label, placeholder }) => (
            <TextInput key={name} {...form.field(name)} label={label} placeholder={placeholder} autoComplete="off" />
          ))}
          <SubmitButton form={form}>Create zone</SubmitButton>
        </Stack>
      </Form>
    </Dialog>
  );
}
