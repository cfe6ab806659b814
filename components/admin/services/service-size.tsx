"use client";

import { NumberInput, SimpleGrid, Stack, Text } from "@mantine/core";
import { Form, FormProblem, SubmitButton } from "@/components/ui/form/form";
import { useApiForm } from "@/components/ui/form/use-api-form";
import { toastDone } from "@/components/ui/toast";
import type { ProviderView } from "@/lib/hosted-services/providers/contract";
import { api } from "@/lib/http/client/api";

type Size = { memory: number; diskSpace: number; cpu: number };

const fields = [
  { name: "memory", label: "Memory (GiB)", step: 0.25, decimals: 2 },
  { name: "cpu", label: "CPUs", step: 0.25, decimals: 2 },
  { name: "diskSpace", label: "Disk space (GiB)", step: 1, decimals: 0 },
] as const;

type Props = { provider: ProviderView; size: Size; onDone: () => void };

/** The size of a service that the panel runs. */
export default function ServiceSize({ provider, size, onDone }: Props) {
  const form = useApiForm<Size, ProviderView>({
    initial: size,
    schema: () => import("@/lib/hosted-services/providers/contract").then((contract) => contract.resizeProviderBody),
    send: (body) => api("POST", "/admin/providers/[id]/resize", { params: { id: provider.id }, body }),
    onSent: () => {
      toastDone("The size is saved.");
      onDone();
    },
    afterwards: "keep",
  });
  return (
    <Form form={form}>
      <Stack gap="sm" maw={620}>
        <FormProblem form={form} />
        <Text size="sm">The service restarts when its memory or its CPUs change: connections end meanwhile.</Text>
        <SimpleGrid cols={{ base: 1, sm: 3 }}>
          {fields.map(({ name, label, step, decimals }) => (
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
          Save size
        </SubmitButton>
      </Stack>
    </Form>
  );
}
