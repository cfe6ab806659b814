"use client";

import { NumberInput, SimpleGrid, Stack, Text } from "@mantine/core";
import { useTranslations } from "next-intl";
import { Form, FormProblem, SubmitButton } from "@/components/ui/form/form";
import { useApiForm } from "@/components/ui/form/use-api-form";
import { toastDone } from "@/components/ui/toast";
import { useRefresh } from "@/components/ui/use-refresh";
import type { RoleQuotaView } from "@/lib/hosted-services/plans/contract";
import { api } from "@/lib/http/client/api";

type Texts = ReturnType<typeof useTranslations<"admin.services">>;

const roles = (t: Texts) =>
  [
    { role: "USER", label: t("users") },
    { role: "GUEST", label: t("guests") },
  ] as const;

/** How many objects of each kind people of a role may have. An empty field means the default of the kind. */
export function RoleQuotas({ quotas }: { quotas: RoleQuotaView[] }) {
  return <RoleQuotaForm key={JSON.stringify(quotas)} quotas={quotas} />;
}

const fieldsOf = (t: Texts, quotas: readonly RoleQuotaView[]) =>
  quotas.flatMap(({ kind, label, limits, defaults }) =>
    roles(t).map(({ role, label: people }) => ({
      name: `${kind} ${role}`,
      kind,
      role,
      label: t("for", { label, people }),
      limit: limits[role],
      fallback: defaults[role],
    })),
  );

function RoleQuotaForm({ quotas }: { quotas: RoleQuotaView[] }) {
  const t = useTranslations("admin.services");
  const refresh = useRefresh();
  const fields = fieldsOf(t, quotas);
  const initial: Record<string, number | ""> = Object.fromEntries(
    fields.map(({ name, limit, fallback }) => [name, limit === fallback ? "" : limit]),
  );
  const toBody = (values: Record<string, number | "">) => ({
    quotas: fields.map(({ name, kind, role }) => {
      const max = values[name] ?? "";
      return { kind, role, max: max === "" ? null : max };
    }),
  });
  const form = useApiForm({
    initial,
    toBody,
    nameOf: (path) => fields[Number(/^quotas\.(\d+)/.exec(path)?.[1])]?.name ?? path,
    schema: () => import("@/lib/hosted-services/plans/contract").then((contract) => contract.roleQuotasBody),
    send: (values) => api("PUT", "/admin/hosted-quotas", { body: toBody(values) }),
    onSent: () => {
      toastDone(t("theQuotasAreSaved"));
      refresh();
    },
    afterwards: "keep",
  });
  return (
    <Form form={form}>
      <Stack gap="sm">
        <FormProblem form={form} />
        <Text size="sm" c="dimmed">
          {t("forEveryoneWhoHas")}
        </Text>
        <SimpleGrid cols={{ base: 1, xs: 2, md: 4 }}>
          {fields.map(({ name, label, fallback }) => (
            <NumberInput
              key={name}
              {...form.field(name)}
              label={label}
              placeholder={String(fallback)}
              min={0}
              max={1_000_000}
              allowDecimal={false}
            />
          ))}
        </SimpleGrid>
        <SubmitButton form={form} variant="default" w="fit-content">
          {t("saveQuotas")}
        </SubmitButton>
      </Stack>
    </Form>
  );
}
