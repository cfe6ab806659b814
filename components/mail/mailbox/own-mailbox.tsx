"use client";

import { Alert, PasswordInput, Stack, TextInput } from "@mantine/core";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Form, FormProblem, SubmitButton } from "@/components/ui/form/form";
import { useApiForm } from "@/components/ui/form/use-api-form";
import { Card } from "@/components/ui/page-frame";
import type { MailboxUser, OwnMailboxView } from "@/lib/hosted-services/mail/self-service/contract";
import { api } from "@/lib/http/client/api";
import { AutoresponderForm } from "./autoresponder-form";
import { ClientSettings } from "./client-settings";

type SignedIn = { user: MailboxUser; view: OwnMailboxView };

/** For the user of a mailbox. Address and password stay in this page only; each request carries them. */
export function OwnMailbox() {
  const t = useTranslations("mail.mailbox");
  const [signedIn, setSignedIn] = useState<SignedIn | null>(null);
  const [done, setDone] = useState<string | null>(null);
  if (!signedIn) return <SignIn onSignedIn={setSignedIn} />;
  const { user, view } = signedIn;
  return (
    <Stack>
      {done ? (
        <Alert color="teal" variant="default" role="status" p="sm">
          {done}
        </Alert>
      ) : null}
      <OwnPassword
        user={user}
        onChanged={(password) => {
          setSignedIn({ view, user: { ...user, password } });
          setDone(t("thePasswordIsChanged"));
        }}
      />
      <AutoresponderForm
        initial={view.autoresponder}
        send={(autoresponder) => api("PUT", "/mailbox/autoresponder", { body: { ...user, autoresponder } })}
        onDone={() => setDone(t("savedTheAutomaticAnswer"))}
      />
      <Card title={t("settingsForMailPrograms")}>
        <ClientSettings view={view} />
      </Card>
    </Stack>
  );
}

function SignIn({ onSignedIn }: { onSignedIn: (signedIn: SignedIn) => void }) {
  const t = useTranslations("mail.mailbox");
  const form = useApiForm<MailboxUser, OwnMailboxView>({
    initial: { address: "", password: "" },
    schema: () => import("@/lib/hosted-services/mail/self-service/contract").then((m) => m.mailboxUserBody),
    send: (body) => api("POST", "/mailbox/settings", { body }),
    onSent: (view, user) => onSignedIn({ user, view }),
    afterwards: "keep",
  });
  return (
    <Form form={form}>
      <Stack>
        <FormProblem form={form} />
        <TextInput {...form.field("address")} label={t("mailAddress")} autoComplete="username" data-autofocus />
        <PasswordInput {...form.field("password")} label={t("passwordOfTheMailbox")} autoComplete="current-password" />
        <SubmitButton form={form}>{t("continue")}</SubmitButton>
      </Stack>
    </Form>
  );
}

function OwnPassword({ user, onChanged }: { user: MailboxUser; onChanged: (password: string) => void }) {
  const t = useTranslations("mail.mailbox");
  const form = useApiForm({
    initial: { newPassword: "" },
    send: ({ newPassword }) => api("POST", "/mailbox/password", { body: { ...user, newPassword } }),
    onSent: (_, { newPassword }) => onChanged(newPassword),
  });
  return (
    <Card title={t("password")}>
      <Form form={form}>
        <Stack>
          <FormProblem form={form} />
          <PasswordInput
            {...form.field("newPassword")}
            label={t("newPassword")}
            description={t("atLeast10Characters")}
            autoComplete="new-password"
          />
          <SubmitButton form={form} w="fit-content">
            {t("changeThePassword")}
          </SubmitButton>
        </Stack>
      </Form>
    </Card>
  );
}
