"use client";

import { Checkbox, NumberInput, Stack, Textarea } from "@mantine/core";
import { useTranslations } from "next-intl";
import { Form, FormProblem, SubmitButton } from "@/components/ui/form/form";
import { useApiForm } from "@/components/ui/form/use-api-form";
import { Card } from "@/components/ui/page-frame";
import { stateWord, useStateTexts } from "@/components/ui/state-words";
import { toastDone } from "@/components/ui/toast";
import type { MailboxView } from "@/lib/hosted-services/mail/contract";
import { api } from "@/lib/http/client/api";
import { listOfAddresses } from "../typed-addresses";

type Props = { view: MailboxView; onDone: () => void };
type Draft = { quotaMb: number | string; forwardTo: string; keepCopy: boolean };

/** Size and forwarding; only where there is a mailbox to change. */
export default function MailboxSettings(props: Props) {
  const t = useTranslations("mail.mailbox");
  const tStates = useStateTexts();
  const { status } = props.view;
  if (status === "active" || status === "suspended") return <SettingsForm {...props} />;
  return <Card title={t("settings")}>{t("settingsCanBeChanged", { status: stateWord(tStates, status) })}</Card>;
}

function SettingsForm({ view, onDone }: Props) {
  const t = useTranslations("mail.mailbox");
  const form = useApiForm<Draft>({
    initial: { quotaMb: view.quotaMb, forwardTo: view.forwardTo.join("\n"), keepCopy: view.keepCopy },
    nameOf: (path) => path.replace(/\.\d+$/, ""),
    send: ({ quotaMb, forwardTo, keepCopy }) =>
      api("PATCH", "/provisioning/mailboxes/[id]", {
        params: { id: view.id },
        body: { quotaMb: Number(quotaMb), forwardTo: listOfAddresses(forwardTo), keepCopy },
      }),
    onSent: () => {
      toastDone(t("savedTheChangeIs"));
      onDone();
    },
    afterwards: "keep",
  });
  return (
    <Card title={t("settings")}>
      <Form form={form}>
        <Stack maw={520}>
          <FormProblem form={form} />
          <NumberInput {...form.field("quotaMb")} label={t("sizeInMiB")} min={10} />
          <Textarea
            {...form.field("forwardTo")}
            label={t("forwardMailTo")}
            description={t("oneAddressInEach")}
            autosize
            minRows={2}
          />
          <Checkbox {...form.check("keepCopy")} label={t("keepForwardedMailIn")} />
          <SubmitButton form={form} w="fit-content">
            {t("saveChanges")}
          </SubmitButton>
        </Stack>
      </Form>
    </Card>
  );
}
