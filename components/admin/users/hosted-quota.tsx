"use client";

import { NumberInput, SimpleGrid, Stack, Text } from "@mantine/core";
import { Form, FormProblem, SubmitButton } from "@/components/ui/form/form";
import { useApiForm } from "@/components/ui/form/use-api-form";
import { toastDone } from "@/components/ui/toast";
import { useRefresh } from "@/components/ui/use-refresh";
import type { HostedQuotaView } from "@/lib/hosted-services/plans/contract";
import { api } from "@/lib/http/client/api";

type Props = { userId: string; quotas: HostedQuotaView[]; canManage: boolean };

/** How many hosted objects one user may have. An empty field means what the role allows. */
export function HostedQuota(props: Props) {
  // A quota that was saved elsewhere is shown again.
  return <QuotaForm key={JSON.stringify(props.quotas)} {...props} />;
}

/** An empty number field has the value "". */
const toQuotas = (values: Record<string, number | "">) =>
  Object.entries(values).map(([kind, max]) => ({ kind, max: max === "" ? null : max }));

function QuotaForm({ userId, quotas, canManage }: Props) {
  const refresh = useRefresh();
  const initial: Record<string, number | ""> = Object.fromEntries(
    quotas.map(({ kind, max, source }) => [kind, source === "person" ? (max ?? "") : ""]),
  );
  const form = useApiForm({
    initial,
    toBody: (values) => ({ quotas: toQuotas(values) }),
    nameOf: (path) => quotas[Number(/^quotas\.(\d+)/.exec(path)?.[1])]?.kind ?? path,
    schema: () => import("@/lib/hosted-services/plans/contract").then((contract) => contract.personQuotasBody),
    send: (values) => {
      const body = { quotas: toQuotas(values) };
      return api("PUT", "/admin/users/[id]/hosted-quotas", { params: { id: userId }, body });
    },
    onSent: () => {
      toastDone("The quota is saved.");
      refresh();
    },
    afterwards: "keep",
  });
  return (
    <Form form={form}>
      <Stack gap="sm">
        <FormProblem form={form} />
        <Text size="sm" c="dimmed">
          An empty field means what the role allows.
        </Text>
        <SimpleGrid cols={{ base: 1, xs: 2, sm: 4 }}>
          {quotas.map(({ kind, label, used, ofRole }) => (
            <NumberInput
              key={kind}
              {...form.field(kind)}
              label={label}
              description={`${used} in use`}
              placeholder={ofRole === null ? "no limit" : `${ofRole} by role`}
              min={0}
              max={1_000_000}
              allowDecimal={false}
              readOnly={!canManage}
            />
          ))}
        </SimpleGrid>
        {canManage ? (
          <SubmitButton form={form} variant="default" w="fit-content">
            Save quota of services
          </SubmitButton>
        ) : null}
      </Stack>
    </Form>
  );
}
