"use client";

import { NumberInput, SimpleGrid, Stack, Text } from "@mantine/core";
import { useTranslations } from "next-intl";
import { Form, FormProblem, SubmitButton } from "@/components/ui/form/form";
import { useApiForm } from "@/components/ui/form/use-api-form";
import { useFormKey } from "@/components/ui/form/use-form-key";
import { toastDone } from "@/components/ui/toast";
import { useRefresh } from "@/components/ui/use-refresh";
import type { HostedQuotaView } from "@/lib/hosted-services/plans/contract";
import { api } from "@/lib/http/client/api";

type Props = { userId: string; quotas: HostedQuotaView[]; canManage: boolean };

/** How many hosted objects one user may have. An empty field means what the role allows. */
export function HostedQuota(props: Props) {
  const { key, onSaved } = useFormKey(JSON.stringify(valuesOf(props.quotas)));
  return <QuotaForm key={key} {...props} onSaved={(values) => onSaved(JSON.stringify(values))} />;
}

type Values = Record<string, number | "">;

const valuesOf = (quotas: HostedQuotaView[]): Values =>
  Object.fromEntries(quotas.map(({ kind, max, source }) => [kind, source === "person" ? (max ?? "") : ""]));

/** An empty number field has the value "". */
const toQuotas = (values: Values) =>
  Object.entries(values).map(([kind, max]) => ({ kind, max: max === "" ? null : max }));

type FormProps = Props & { onSaved: (values: Values) => void };

function QuotaForm({ userId, quotas, canManage, onSaved }: FormProps) {
  const t = useTranslations("admin.users");
  const refresh = useRefresh();
  const form = useApiForm({
    initial: valuesOf(quotas),
    toBody: (values) => ({ quotas: toQuotas(values) }),
    nameOf: (path) => quotas[Number(/^quotas\.(\d+)/.exec(path)?.[1])]?.kind ?? path,
    schema: () => import("@/lib/hosted-services/plans/contract").then((contract) => contract.personQuotasBody),
    send: (values) => {
      const body = { quotas: toQuotas(values) };
      return api("PUT", "/admin/users/[id]/hosted-quotas", { params: { id: userId }, body });
    },
    onSent: (_answer, values) => {
      toastDone(t("theQuotaIsSaved"));
      onSaved(values);
      refresh();
    },
    afterwards: "keep",
  });
  return (
    <Form form={form}>
      <Stack gap="sm">
        <FormProblem form={form} />
        <Text size="sm" c="dimmed">
          {t("anEmptyFieldMeans")}
        </Text>
        <SimpleGrid cols={{ base: 1, xs: 2, sm: 4 }}>
          {quotas.map(({ kind, label, used, ofRole }) => (
            <NumberInput
              key={kind}
              {...form.field(kind)}
              label={label}
              description={t("inUse", { used })}
              placeholder={ofRole === null ? t("noLimit") : t("byRole", { ofRole })}
              min={0}
              max={1_000_000}
              allowDecimal={false}
              readOnly={!canManage}
            />
          ))}
        </SimpleGrid>
        {canManage ? (
          <SubmitButton form={form} variant="default" w="fit-content">
            {t("saveQuotaOfServices")}
          </SubmitButton>
        ) : null}
      </Stack>
    </Form>
  );
}
