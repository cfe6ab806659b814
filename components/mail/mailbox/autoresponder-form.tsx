"use client";

import { Stack, Switch, Textarea, TextInput } from "@mantine/core";
import { useTranslations } from "next-intl";
import { Form, FormProblem, SubmitButton } from "@/components/ui/form/form";
import { useApiForm } from "@/components/ui/form/use-api-form";
import { Card } from "@/components/ui/page-frame";
import type { Autoresponder } from "@/lib/hosted-services/mail/contract";

type Props = { initial: Autoresponder | null; send: (body: Autoresponder) => Promise<unknown>; onDone: () => void };
type Draft = { enabled: boolean; subject: string; text: string; from: string; until: string };

const toBody = ({ from, until, ...rest }: Draft) => ({ ...rest, from: from || null, until: until || null });

/** The automatic answer of a mailbox, with the days on which it is sent. */
export function AutoresponderForm({ initial, send, onDone }: Props) {
  const t = useTranslations("mail.mailbox");
  const form = useApiForm<Draft>({
    initial: {
      enabled: initial?.enabled ?? false,
      subject: initial?.subject ?? "",
      text: initial?.text ?? "",
      from: initial?.from ?? "",
      until: initial?.until ?? "",
    },
    toBody,
    schema: () => import("@/lib/hosted-services/mail/contract").then((contract) => contract.autoresponderSchema),
    send: (values) => send(toBody(values)),
    onSent: onDone,
    afterwards: "keep",
  });
  return (
    <Card title={t("automaticAnswer")}>
      <Form form={form}>
        <Stack maw={520}>
          <FormProblem form={form} />
          <Switch {...form.check("enabled")} label={t("answerMailAutomatically")} />
          <TextInput {...form.field("subject")} label={t("subject")} placeholder={t("awayUntilMonday")} />
          <Textarea
            {...form.field("text")}
            label={t("text")}
            description={t("eachSenderGetsIt")}
            autosize
            minRows={4}
          />
          <TextInput {...form.field("from")} label={t("firstDay")} type="date" description={t("emptyFromNowOn")} />
          <TextInput
            {...form.field("until")}
            label={t("lastDay")}
            type="date"
            description={t("emptyUntilSwitchedOff")}
          />
          <SubmitButton form={form} w="fit-content">
            {t("saveChanges")}
          </SubmitButton>
        </Stack>
      </Form>
    </Card>
  );
}
