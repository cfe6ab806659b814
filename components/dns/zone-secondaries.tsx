"use client";

import { Stack, TagsInput } from "@mantine/core";
import { useTranslations } from "next-intl";
import { Form, FormProblem, SubmitButton } from "@/components/ui/form/form";
import { useApiForm } from "@/components/ui/form/use-api-form";
import { Card } from "@/components/ui/page-frame";
import { toastDone } from "@/components/ui/toast";
import { api } from "@/lib/http/client/api";
import type { ZoneTabProps } from "./tab-props";

/** Name servers of others that keep a copy of the zone. */
export default function ZoneSecondaries({ view, canChange, onDone }: ZoneTabProps) {
  const t = useTranslations("dns");
  const form = useApiForm({
    initial: { addresses: view.secondaries },
    toBody: (draft) => draft,
    schema: () => import("@/lib/hosted-services/dns/zones/contract").then((contract) => contract.secondariesBody),
    send: (body) => api("PUT", "/provisioning/dns-zones/[id]/secondaries", { params: { id: view.id }, body }),
    onSent: () => {
      toastDone(t("savedTheNameServer"));
      onDone();
    },
    afterwards: "keep",
  });
  return (
    <Card title={t("secondaryServers")}>
      <Form form={form}>
        <Stack maw={520}>
          <FormProblem form={form} />
          <TagsInput
            {...form.field("addresses")}
            label={t("addresses")}
            description={t("theseServersMayTransfer")}
            placeholder={t("none")}
            splitChars={[",", " "]}
            acceptValueOnBlur
            clearable
            readOnly={!canChange}
          />
          {canChange ? (
            <SubmitButton form={form} w="fit-content">
              {t("save")}
            </SubmitButton>
          ) : null}
        </Stack>
      </Form>
    </Card>
  );
}
