"use client";

import { Stack, Text, TextInput } from "@mantine/core";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { Dialog } from "@/components/ui/dialog/dialog";
import { Form, FormProblem, SubmitButton } from "@/components/ui/form/form";
import { useApiForm } from "@/components/ui/form/use-api-form";
import { api } from "@/lib/http/client/api";

/** Adds a mail domain and opens its page, which shows what to do next. */
export default function CreateMailDomain({ onClose }: { onClose: () => void }) {
  const t = useTranslations("mail.domain");
  const router = useRouter();
  const form = useApiForm({
    initial: { name: "" },
    schema: () => import("@/lib/hosted-services/mail/contract").then((contract) => contract.createMailDomainBody),
    send: (body) => api("POST", "/provisioning/mail-domains", { body }),
    onSent: ({ id }) => router.push(`/mail/${id}`),
    afterwards: "keep",
  });
  return (
    <Dialog onClose={onClose} title={t("newMailDomain")} centered>
      <Form form={form}>
        <Stack>
          <FormProblem form={form} />
          <TextInput
            {...form.field("name")}
            label={t("domain")}
            placeholder="example.com"
            description={t("thePartOfYour")}
            data-autofocus
          />
          <Text size="sm">{t("nextYouCreateMailboxes")}</Text>
          <SubmitButton form={form}>{t("addDomain")}</SubmitButton>
        </Stack>
      </Form>
    </Dialog>
  );
}
