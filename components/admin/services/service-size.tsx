"use client";

import { NumberInput, SimpleGrid, Stack, Text } from "@mantine/core";
import { useTranslations } from "next-intl";
import { Form, FormProblem, SubmitButton } from "@/components/ui/form/form";
import { useApiForm } from "@/components/ui/form/use-api-form";
import { toastDone } from "@/components/ui/toast";
import type { ProviderView } from "@/lib/hosted-services/providers/contract";
import { api } from "@/lib/http/client/api";

type Texts = ReturnType<typeof useTranslations<"admin.services">>;

type Size = { memory: number; diskSpace: number; cpu: number };

const fields = (t: Texts) =>
  [
    { name: "memory", label: t("memoryGiB"), step: 0.25, decimals: 2 },
    { name: "cpu", label: t("cpus"), step: 0.25, decimals: 2 },
    { name: "diskSpace", label: t("diskSpaceGiB"), step: 1, decimals: 0 },
  ] as const;

type Props = { provider: ProviderView; size: Size; onDone: () => void };

/** The size of a service that the panel runs. */
export default function ServiceSize({ provider, size, onDone }: Props) {
  const t = useTranslations("admin.services");
  const form = useApiForm<Size, ProviderView>({
    initial: size,
    schema: () => import("@/lib/hosted-services/providers/contract").then((contract) => contract.resizeProviderBody),
    send: (body) => api("POST", "/admin/providers/[id]/resize", { params: { id: provider.id }, body }),
    onSent: () => {
      toastDone(t("theSizeIsSaved"));
      onDone();
    },
    afterwards: "keep",
  });
  return (
    <Form form={form}>
      <Stack gap="sm" maw={620}>
        <FormProblem form={form} />
        <Text size="sm">{t("theServiceRestartsWhen")}</Text>
        <SimpleGrid cols={{ base: 1, sm: 3 }}>
          {fields(t).map(({ name, label, step, decimals }) => (
            <NumberInput
              key={name}
              {...form.field(name)}
              label={label}
              min={step}
              step={step}
              decimalScale={decimals}
            />
          ))}
        </SimpleGrid>
        <SubmitButton form={form} variant="default" w="fit-content">
          {t("saveSize")}
        </SubmitButton>
      </Stack>
    </Form>
  );
}
