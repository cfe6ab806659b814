"use client";

import { Alert, Button, PasswordInput, Stack, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { lazy, Suspense, useEffect, useState } from "react";
import { canUsePasskeys } from "@/components/auth/factors/passkey-support";
import { Form, SubmitButton } from "@/components/ui/form/form";
import { useApiForm } from "@/components/ui/form/use-api-form";
import { ProblemAlert } from "@/components/ui/problem-alert";
import type { FactorMethod } from "@/lib/auth/factors/contract";
import { signInWith } from "./sign-in";
import classes from "./sign-in-form.module.css";

// Code that few visits need is loaded on demand, since this is the first page that people load.
const SecondStep = lazy(() => import("@/components/auth/factors/second-step"));

function usePasskey(remember: boolean, onProblem: (problem: string | null) => void, onSignedIn: () => void) {
  const t = useTranslations("auth.factors");
  return useMutation({
    mutationFn: async () => {
      const { explainPasskey, signInByPasskey } = await import("@/components/auth/factors/passkeys");
      await signInByPasskey(remember).catch((error: unknown) => {
        throw new Error(explainPasskey(t, error));
      });
    },
    onMutate: () => onProblem(null),
    onError: (error) => onProblem(error.message),
    onSuccess: onSignedIn,
  });
}

/** Address and password, then the second step if there is one; or a passkey only. */
export function SignInForm({ notice, onSignedIn }: { notice: string | null; onSignedIn: () => void }) {
  const t = useTranslations("auth.signIn");
  const [methods, setMethods] = useState<FactorMethod[] | null>(null);
  const [remember, setRemember] = useState(false);
  const [passkeys, setPasskeys] = useState(false);
  useEffect(() => setPasskeys(canUsePasskeys()), []);

  const form = useApiForm({
    initial: { email: "", password: "" },
    send: ({ email, password }) => signInWith(t, email, password, remember),
    onSent: (result) => {
      if (result.outcome === "signed_in") onSignedIn();
      else if (result.outcome === "second_step") setMethods(result.methods);
      else form.setProblem(result.message);
    },
    afterwards: "keep",
  });
  const passkey = usePasskey(remember, form.setProblem, onSignedIn);
  // Both stay loading while the next page is loaded.
  const isSigningIn = form.isPending || form.answer?.outcome === "signed_in";
  const isUsingPasskey = passkey.isPending || passkey.isSuccess;
  if (methods) {
    return (
      <Suspense>
        <SecondStep methods={methods} onSignedIn={onSignedIn} onCancel={() => setMethods(null)} />
      </Suspense>
    );
  }
  return (
    <Form form={form}>
      <Stack gap="sm">
        {notice && !form.problem ? (
          <Alert color="yellow" role="status" p="sm">
            {notice}
          </Alert>
        ) : null}
        <ProblemAlert problem={form.problem} />
        <Credentials field={form.field} />
        <label className={classes.remember}>
          <input type="checkbox" checked={remember} onChange={(event) => setRemember(event.currentTarget.checked)} />
          {t("keepMeSignedIn")}
        </label>
        <SubmitButton form={form} loading={isSigningIn} disabled={isUsingPasskey} mt={4}>
          {t("signIn")}
        </SubmitButton>
        {passkeys ? (
          <>
            <div className={classes.or}>{t("or")}</div>
            <Button variant="default" onClick={() => passkey.mutate()} loading={isUsingPasskey} disabled={isSigningIn}>
              {t("useAPasskey")}
            </Button>
          </>
        ) : null}
      </Stack>
    </Form>
  );
}

type FieldProps = { field: (name: "email" | "password") => { name: string } };

function Credentials({ field }: FieldProps) {
  const t = useTranslations("auth.signIn");
  return (
    <>
      <TextInput
        {...field("email")}
        label={t("eMailAddressOr")}
        inputMode="email"
        autoComplete="username"
        data-autofocus
        required
        withAsterisk={false}
      />
      <PasswordInput
        {...field("password")}
        label={t("password")}
        autoComplete="current-password"
        required
        withAsterisk={false}
      />
    </>
  );
}
