"use client";

import { NumberInput, PasswordInput, Stack, TextInput } from "@mantine/core";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Dialog } from "@/components/ui/dialog/dialog";
import { OnceDialog } from "@/components/ui/dialog/once-dialog";
import { Form, FormProblem, SubmitButton } from "@/components/ui/form/form";
import { useApiForm } from "@/components/ui/form/use-api-form";
import type { CreatedMailboxView } from "@/lib/hosted-services/mail/contract";
import { api } from "@/lib/http/client/api";
import { ClientSettings } from "../mailbox/client-settings";

type Props = { domain: string; onDone: () => void; onClose: () => void };
type Draft = { local: string; password: string; quotaMb: number | string };

/** Creates a mailbox, and shows how to sign in. */
export default function CreateMailbox({ domain, onDone, onClose }: Props) {
  const t = useTranslations("mail.domain");
  const [created, setCreated] = useState<CreatedMailboxView | null>(null);
  const toBody = ({ local, password, quotaMb }: Draft) => ({
    address: `${local.trim()}@${domain}`,
    quotaMb: Number(quotaMb),
    ...(password === "" ? {} : { password }),
  });
  const form = useApiForm<Draft, CreatedMailboxView>({
    initial: { local: "", password: "", quotaMb: 1024 },
    toBody,
    nameOf: (path) => (path === "address" ? "local" : path),
    schema: () => import("@/lib/hosted-services/mail/contract").then((contract) => contract.createMailboxBody),
    send: (values) => api("POST", "/provisioning/mailboxes", { body: toBody(values) }),
    onSent: (mailbox) => {
      setCreated(mailbox);
      onDone();
    },
    afterwards: "keep",
  });
  if (created) {
    return (
      <OnceDialog title={created.address} size="lg" onClose={onClose}>
        <ClientSettings view={created} password={created.password} />
      </OnceDialog>
    );
  }
  return (
    <Dialog onClose={onClose} title={t("newMailbox")} centered>
      <Form form={form}>
        <Stack>
          <FormProblem form={form} />
          <TextInput
            {...form.field("local")}
            label={t("address")}
            rightSection={<span style={{ whiteSpace: "nowrap" }}>@{domain}</span>}
            rightSectionWidth={Math.min(220, 18 + domain.length * 9)}
            data-autofocus
          />
          <PasswordInput
            {...form.field("password")}
            label={t("password")}
            description={t("atLeast10Characters")}
            autoComplete="new-password"
          />
          <NumberInput {...form.field("quotaMb")} label={t("sizeInMiB")} min={10} />
          <SubmitButton form={form}>{t("createMailbox")}</SubmitButton>
        </Stack>
      </Form>
    </Dialog>
  );
}
