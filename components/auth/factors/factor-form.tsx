"use client";

import { Button, PasswordInput, Stack, Text, TextInput, UnstyledButton } from "@mantine/core";
import { useIsMutating, useMutation } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { Form, SubmitButton } from "@/components/ui/form/form";
import { useApiForm } from "@/components/ui/form/use-api-form";
import { ProblemAlert } from "@/components/ui/problem-alert";
import type { ConfirmationMethod } from "@/lib/auth/factors/contract";
import { api } from "@/lib/http/client/api";
import { explain } from "@/lib/http/client/problem";
import classes from "./factor-form.module.css";
import { explainPasskey, signWithPasskey } from "./passkeys";

type Texts = ReturnType<typeof useTranslations<"auth.factors">>;

type Credential = Awaited<ReturnType<typeof signWithPasskey>>;
export type Answer = { method: ConfirmationMethod; code?: string; credential?: Credential; password?: string };

type Props = {
  methods: ConfirmationMethod[];
  purpose: "sign_in" | "step_up";
  submitLabel: string;
  onAnswer: (answer: Answer) => Promise<void>;
};

type Words = { name: string; label: string; hint: string };

const words = (t: Texts): Record<string, Words> => ({
  passkey: { name: t("passkey"), label: "", hint: t("useYourFingerprintFace") },
  totp: {
    name: t("authenticatorApp"),
    label: t("codeFromYourAuthenticator"),
    hint: t("sixDigitsNewEvery"),
  },
  sms: { name: t("textMessage"), label: t("codeFromTheText"), hint: t("weSendSixDigitsTo") },
  email: { name: t("eMail"), label: t("codeFromTheMail"), hint: t("weSendSixDigits") },
  backup_code: { name: t("backupCode"), label: t("backupCode"), hint: t("oneOfYourTen") },
  password: { name: t("password"), label: t("password"), hint: "" },
});

/** One method to verify the person, with buttons to switch to the other methods. */
export function FactorForm({ methods, ...rest }: Props) {
  const t = useTranslations("auth.factors");
  const [method, setMethod] = useState<ConfirmationMethod>(methods[0] ?? "totp");
  const isBusy = useIsMutating({ mutationKey: factorKey }) > 0;
  const others = methods.filter((other) => other !== method);
  return (
    <Stack gap="sm">
      <Method key={method} method={method} {...rest} />
      {others.length > 0 ? (
        <div className={classes.others}>
          <span>{t("otherMethods")}</span>
          {others.map((other) => (
            <UnstyledButton key={other} className={classes.other} onClick={() => setMethod(other)} disabled={isBusy}>
              {words(t)[other]?.name ?? other}
            </UnstyledButton>
          ))}
        </div>
      ) : null}
    </Stack>
  );
}

/** While one of its requests runs, the method cannot be changed. */
const factorKey = ["factor"];

type MethodProps = Omit<Props, "methods"> & { method: ConfirmationMethod };

function Method(props: MethodProps) {
  const t = useTranslations("auth.factors");
  const { method, purpose } = props;
  const send = useMutation({
    mutationKey: factorKey,
    mutationFn: (by: "sms" | "email") => api("POST", "/account/2fa/challenge", { body: { method: by, purpose } }),
  });
  if (method === "passkey") return <PasskeyButton {...props} />;
  const problem = send.error ? explain(send.error) : null;
  if (method !== "sms" && method !== "email") return <CodeForm {...props} sentTo={null} sendProblem={problem} />;
  const sentTo = send.data?.sentTo ?? null;
  if (sentTo === null) {
    return (
      <>
        <ProblemAlert problem={problem} />
        <Text size="sm">{words(t)[method]?.hint}</Text>
        <Button onClick={() => send.mutate(method)} loading={send.isPending} data-autofocus>
          {t("sendCode")}
        </Button>
      </>
    );
  }
  return (
    <CodeForm {...props} sentTo={sentTo} sendProblem={problem}>
      <Button variant="subtle" size="compact-sm" onClick={() => send.mutate(method)} loading={send.isPending}>
        {t("sendAnotherCode")}
      </Button>
    </CodeForm>
  );
}

function PasskeyButton({ purpose, onAnswer }: MethodProps) {
  const t = useTranslations("auth.factors");
  const { mutate, error, isPending } = useMutation({
    mutationKey: factorKey,
    mutationFn: async () => {
      const { options } = await api("POST", "/account/2fa/challenge", { body: { method: "passkey", purpose } });
      await onAnswer({ method: "passkey", credential: await signWithPasskey(options) });
    },
  });
  return (
    <>
      <ProblemAlert problem={error ? explainPasskey(t, error) : null} />
      <Text size="sm">{words(t).passkey?.hint}</Text>
      <Button onClick={() => mutate()} loading={isPending} data-autofocus>
        {t("usePasskey")}
      </Button>
    </>
  );
}

type CodeProps = MethodProps & { sentTo: string | null; sendProblem: string | null; children?: ReactNode };

function CodeForm({ method, submitLabel, sentTo, sendProblem, onAnswer, children }: CodeProps) {
  const t = useTranslations("auth.factors");
  const field = useRef<HTMLInputElement>(null);
  // The person has just requested this field, by a password or a click.
  useEffect(() => field.current?.focus(), []);
  const form = useApiForm({
    initial: { value: "" },
    nameOf: () => "value",
    mutationKey: factorKey,
    send: ({ value }) => onAnswer(method === "password" ? { method, password: value } : { method, code: value }),
    afterwards: "keep",
  });
  const { label = "", hint = "" } = words(t)[method] ?? {};
  const shared = {
    ...form.field("value"),
    ref: field,
    label,
    description: sentTo ? t("sentTo", { sentTo }) : hint || undefined,
    required: true,
    withAsterisk: false,
    "data-autofocus": true,
  };
  return (
    <Form form={form}>
      <Stack gap="sm">
        <ProblemAlert problem={form.problem ?? sendProblem} />
        {method === "password" ? (
          <PasswordInput {...shared} autoComplete="current-password" />
        ) : (
          <TextInput
            {...shared}
            className={classes.code}
            autoComplete="one-time-code"
            inputMode={method === "backup_code" ? "text" : "numeric"}
            maxLength={32}
            spellCheck={false}
            autoCapitalize="characters"
          />
        )}
        <SubmitButton form={form} disabled={form.values.value.trim() === ""}>
          {submitLabel}
        </SubmitButton>
        {children}
      </Stack>
    </Form>
  );
}
