"use client";

import { Button, Stack, Text, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { type ReactNode, useEffect, useState } from "react";
import { explainPasskey, makePasskey } from "@/components/auth/factors/passkeys";
import { CopyField } from "@/components/ui/copy/copy-field";
import { Dialog } from "@/components/ui/dialog/dialog";
import { Form, FormProblem, SubmitButton } from "@/components/ui/form/form";
import { useApiForm } from "@/components/ui/form/use-api-form";
import { ProblemAlert } from "@/components/ui/problem-alert";
import { api } from "@/lib/http/client/api";
import { explain } from "@/lib/http/client/problem";
import { BackupCodeSheet } from "./backup-code-sheet";
import classes from "./security.module.css";
import type { WizardKind } from "./wizard-kind";

type Texts = ReturnType<typeof useTranslations<"account.security">>;

const titles = (t: Texts): Record<WizardKind, string> => ({
  totp: t("setUpAnAuthenticator"),
  passkey: t("addAPasskey"),
  sms: t("setUpCodesByText"),
  email: t("setUpCodesBy"),
  backup_codes: t("newBackupCodes"),
});

type Enrolled = { backupCodes: string[] | null };

/** Sets up one factor, step by step. Shows the backup codes if new ones were created. */
export default function FactorWizard({ kind, onClose }: { kind: WizardKind; onClose: () => void }) {
  const t = useTranslations("account.security");
  const [codes, setCodes] = useState<string[] | null>(null);
  const done = ({ backupCodes }: Enrolled) => (backupCodes ? setCodes(backupCodes) : onClose());
  const steps: Record<WizardKind, ReactNode> = {
    totp: <TotpSteps onDone={done} />,
    passkey: <PasskeySteps onDone={done} />,
    sms: <SentCodeSteps method="sms" onDone={done} />,
    email: <SentCodeSteps method="email" onDone={done} />,
    backup_codes: <RenewSteps onDone={done} />,
  };
  return (
    <Dialog
      onClose={onClose}
      title={codes ? t("keepYourBackupCodes") : titles(t)[kind]}
      centered
      closeOnClickOutside={false}
      // The codes are shown only once, so only the button that confirms this closes the dialog.
      closeOnEscape={codes === null}
      withCloseButton={codes === null}
    >
      {codes ? <BackupCodeSheet codes={codes} onDone={onClose} /> : steps[kind]}
    </Dialog>
  );
}

type StepProps = { onDone: (enrolled: Enrolled) => void };

type CodeProps = StepProps & { label: string; send: (body: { code: string }) => Promise<Enrolled> };

function CodeForm({ label, send, onDone }: CodeProps) {
  const t = useTranslations("account.security");
  const form = useApiForm({
    initial: { code: "" },
    schema: () => import("@/lib/auth/factors/contract").then((contract) => contract.codeBody),
    send,
    onSent: onDone,
  });
  return (
    <Form form={form}>
      <Stack gap="sm">
        <FormProblem form={form} />
        <TextInput
          {...form.field("code")}
          label={label}
          autoComplete="one-time-code"
          inputMode="numeric"
          maxLength={32}
          required
          withAsterisk={false}
          data-autofocus
        />
        <SubmitButton form={form} disabled={form.values.code.trim() === ""}>
          {t("confirm")}
        </SubmitButton>
      </Stack>
    </Form>
  );
}

function TotpSteps({ onDone }: StepProps) {
  const t = useTranslations("account.security");
  const start = useMutation({ mutationFn: () => api("POST", "/account/2fa/totp/setup") });
  const setup = start.data;
  if (!setup) {
    return (
      <Stack gap="sm">
        <ProblemAlert problem={start.error ? explain(start.error) : null} />
        <Text size="sm">{t("youNeedAnAuthenticator")}</Text>
        <Button onClick={() => start.mutate()} loading={start.isPending} data-autofocus>
          {t("showTheCodeTo")}
        </Button>
      </Stack>
    );
  }
  return (
    <Stack gap="sm">
      <Text size="sm">{t("scanThisWithThe")}</Text>
      {/* biome-ignore lint/performance/noImgElement: a data URL, which no optimiser can make smaller */}
      <img src={setup.qrCode} alt={t("qrCodeForThe")} width={200} height={200} className={classes.qr} />
      <CopyField label={t("secret")} value={setup.secret} />
      <CodeForm
        label={t("codeFromTheApp")}
        send={(body) => api("POST", "/account/2fa/totp/confirm", { body })}
        onDone={onDone}
      />
    </Stack>
  );
}

function PasskeySteps({ onDone }: StepProps) {
  const t = useTranslations("account.security");
  const tAuthFactors = useTranslations("auth.factors");
  const form = useApiForm({
    initial: { name: "" },
    send: async ({ name }) => {
      const credential = await makePasskey(await api("POST", "/account/2fa/passkeys/options"));
      return api("POST", "/account/2fa/passkeys", { body: { name, credential } });
    },
    onSent: onDone,
    explain: (item) => explainPasskey(tAuthFactors, item),
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: proposed once, when the form appears
  useEffect(() => {
    form.set("name", /(Windows|Android|iPhone|iPad|Mac|Linux)/.exec(navigator.userAgent)?.[1] ?? t("passkey"));
  }, []);
  return (
    <Form form={form}>
      <Stack gap="sm">
        <FormProblem form={form} />
        <Text size="sm">{t("yourBrowserAsksWhere")}</Text>
        <TextInput
          {...form.field("name")}
          label={t("nameToRecogniseIt")}
          required
          withAsterisk={false}
          data-autofocus
        />
        <SubmitButton form={form} disabled={form.values.name.trim() === ""}>
          {t("continue")}
        </SubmitButton>
      </Stack>
    </Form>
  );
}

function SentCodeSteps({ method, onDone }: StepProps & { method: "sms" | "email" }) {
  const t = useTranslations("account.security");
  const form = useApiForm({
    initial: { phone: "" },
    send: (body) =>
      method === "sms" ? api("POST", "/account/2fa/sms/setup", { body }) : api("POST", "/account/2fa/email/setup"),
  });
  if (form.answer) {
    return (
      <Stack gap="sm">
        <Text size="sm" role="status">
          {t("aCodeWasSent", { sentTo: form.answer.sentTo })}
        </Text>
        <CodeForm
          label={t("code")}
          send={(body) => api("POST", `/account/2fa/${method}/confirm`, { body })}
          onDone={onDone}
        />
      </Stack>
    );
  }
  return (
    <Form form={form}>
      <Stack gap="sm">
        <FormProblem form={form} />
        {method === "sms" ? (
          <TextInput
            {...form.field("phone")}
            label={t("phoneNumber")}
            description={t("inTheInternationalForm")}
            type="tel"
            autoComplete="tel"
            required
            withAsterisk={false}
            data-autofocus
          />
        ) : (
          <Text size="sm">{t("codesAreSentTo")}</Text>
        )}
        <SubmitButton form={form} disabled={method === "sms" && form.values.phone.trim() === ""}>
          {t("sendACode")}
        </SubmitButton>
      </Stack>
    </Form>
  );
}

function RenewSteps({ onDone }: StepProps) {
  const t = useTranslations("account.security");
  const { mutate, isPending, error } = useMutation({
    mutationFn: () => api("POST", "/account/2fa/backup-codes"),
    onSuccess: onDone,
  });
  return (
    <Stack gap="sm">
      <ProblemAlert problem={error ? explain(error) : null} />
      <Text size="sm">{t("youGetTenNew")}</Text>
      <Button onClick={() => mutate()} loading={isPending} data-autofocus>
        {t("createTenNewCodes")}
      </Button>
    </Stack>
  );
}
