"use client";

import { Stack, Text, TextInput } from "@mantine/core";
import { useRouter } from "next/navigation";
import { Dialog } from "@/components/ui/dialog/dialog";
import { Form, FormProblem, SubmitButton } from "@/components/ui/form/form";
import { useApiForm } from "@/components/ui/form/use-api-form";
import { api } from "@/lib/http/client/api";

/** Adds a mail domain and opens its page, which shows what to do next. */
export default function CreateMailDomain({ onClose }: { onClose: () => void }) {
  const router = useRouter();
  const form = useApiForm({
    initial: { name: "" },
    schema: () => import("@/lib/hosted-services/mail/contract").then((contract) => contract.createMailDomainBody),
    send: (body) => api("POST", "/provisioning/mail-domains", { body }),
    onSent: ({ id }) => router.push(`/mail/${id}`),
    afterwards: "keep",
  });
  return (
    <Dialog onClose={onClose} title="New mail domain" centered>
      <Form form={form}>
        <Stack>
          <FormProblem form={form} />
          <TextInput
            {...form.field("name")}
            label="Domain"
            placeholder="example.com"
            description="The part of your addresses behind the @."
            data-autofocus
          />
          <Text size="sm">
            Next you create mailboxes and set the DNS records. Mail comes here when the MX record is set.
          </Text>
          <SubmitButton form={form}>Add domain</SubmitButton>
        </Stack>
      </Form>
    </Dialog>
  );
}
