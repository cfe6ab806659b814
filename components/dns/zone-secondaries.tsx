"use client";

import { Stack, TagsInput } from "@mantine/core";
import { Form, FormProblem, SubmitButton } from "@/components/ui/form/form";
import { useApiForm } from "@/components/ui/form/use-api-form";
import { Card } from "@/components/ui/page-frame";
import { toastDone } from "@/components/ui/toast";
import { api } from "@/lib/http/client/api";
import type { ZoneTabProps } from "./tab-props";

/** Name servers of others that keep a copy of the zone. */
export default function ZoneSecondaries({ view, canChange, onDone }: ZoneTabProps) {
  const form = useApiForm({
    initial: { addresses: view.secondaries },
    toBody: (draft) => draft,
    schema: () => import("@/lib/hosted-services/dns/zones/contract").then((contract) => contract.secondariesBody),
    send: (body) => api("PUT", "/provisioning/dns-zones/[id]/secondaries", { params: { id: view.id }, body }),
    onSent: () => {
      toastDone("Saved. The name server is being changed.");
      onDone();
    },
    afterwards: "keep",
  });
  return (
    <Card title="Secondary servers">
      <Form form={form}>
        <Stack maw={520}>
          <FormProblem form={form} />
          <TagsInput
            {...form.field("addresses")}
            label="Addresses"
            description="These servers may transfer the zone (AXFR) and are notified of changes. Add their names as NS records yourself."
            placeholder="None"
            splitChars={[",", " "]}
            acceptValueOnBlur
            clearable
            readOnly={!canChange}
          />
          {canChange ? (
            <SubmitButton form={form} w="fit-content">
              Save
            </SubmitButton>
          ) : null}
        </Stack>
      </Form>
    </Card>
  );
}
