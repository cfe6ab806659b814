"use client";

import { NumberInput, SimpleGrid, Stack } from "@mantine/core";
import { useTranslations } from "next-intl";
import { Form, FormProblem, SubmitButton } from "@/components/ui/form/form";
import { useApiForm } from "@/components/ui/form/use-api-form";
import { useFormKey } from "@/components/ui/form/use-form-key";
import { toastDone } from "@/components/ui/toast";
import { useRefresh } from "@/components/ui/use-refresh";
import type { UserDetailView } from "@/lib/auth/contract";
import { api } from "@/lib/http/client/api";

type Texts = ReturnType<typeof useTranslations<"admin.users">>;

const limits = (t: Texts) =>
  [
    { name: "servers", label: t("servers"), step: 1, decimals: 0 },
    { name: "memory", label: t("memoryGiB"), step: 1, decimals: 1 },
    { name: "cpu", label: t("cpuCores"), step: 1, decimals: 2 },
    { name: "diskSpace", label: t("diskGiB"), step: 10, decimals: 0 },
  ] as const;

type Props = { user: UserDetailView; canManage: boolean };

/** The total resources of one user. A lower quota stops no running server; it only refuses new use. */
export function UserQuota(props: Props) {
  const { key, onSaved } = useFormKey(JSON.stringify(props.user.quota));
  return <QuotaForm key={key} {...props} onSaved={(quota) => onSaved(JSON.stringify(quota))} />;
}

type FormProps = Props & { onSaved: (quota: UserDetailView["quota"]) => void };

function QuotaForm({ user, canManage, onSaved }: FormProps) {
  const t = useTranslations("admin.users");
  const refresh = useRefresh();
  const form = useApiForm({
    initial: user.quota,
    toBody: (quota) => ({ quota }),
    nameOf: (path) => path.replace(/^quota\./, ""),
    schema: () => import("@/lib/auth/contract").then((contract) => contract.patchUserBody),
    send: (quota) => api("PATCH", "/admin/users/[id]", { params: { id: user.id }, body: { quota } }),
    onSent: (_answer, quota) => {
      toastDone(t("theQuotaIsSaved"));
      onSaved(quota);
      refresh();
    },
    afterwards: "keep",
  });
  return (
    <Form form={form}>
      <Stack gap="sm">
        <FormProblem form={form} />
        <SimpleGrid cols={{ base: 2, sm: 4 }}>
          {limits(t).map(({ name, label, step, decimals }) => (
            <NumberInput
              key={name}
              {...form.field(name)}
              label={label}
              min={0}
              step={step}
              decimalScale={decimals}
              readOnly={!canManage}
            />
          ))}
        </SimpleGrid>
        {canManage ? (
          <SubmitButton form={form} variant="default" w="fit-content">
            {t("saveQuota")}
          </SubmitButton>
        ) : null}
      </Stack>
    </Form>
  );
}
