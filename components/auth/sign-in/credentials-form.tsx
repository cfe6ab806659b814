"use client";

import { PasswordInput, Stack, Text, TextInput } from "@mantine/core";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { openPage } from "@/components/ui/browser/open-page";
import { Form, FormProblem, SubmitButton } from "@/components/ui/form/form";
import { useApiForm } from "@/components/ui/form/use-api-form";
import { api } from "@/lib/http/client/api";
import { signInWith } from "./sign-in";

type Texts = ReturnType<typeof useTranslations<"auth.signIn">>;

type Props = { mode: "sign-up" | "setup"; token?: string };

const submitLabels = (t: Texts) => ({ "sign-up": t("createAccount"), setup: t("createAdministrator") });

const known = (t: Texts) => t("thisAddressMayAlready");

/** One form for signing up and for the first administrator. Both are signed in afterwards. */
export function CredentialsForm({ mode, token = "" }: Props) {
  const t = useTranslations("auth.signIn");
  const [mailTo, setMailTo] = useState<string | null>(null);
  const [isSignedIn, setSignedIn] = useState(false);
  const form = useApiForm({
    initial: { email: "", name: "", password: "" },
    schema: () => import("@/lib/auth/contract").then((contract) => contract.registerBody),
    send: async (body) => {
      if (mode === "setup") await api("POST", "/setup", { body: { ...body, token } });
      else if ((await api("POST", "/account/register", { body })).confirmationRequired) return null;
      return signInWith(t, body.email, body.password);
    },
    onSent: (result, { email }) => {
      if (result === null) return setMailTo(email);
      if (result.outcome !== "signed_in") {
        return form.setProblem(mode === "setup" && result.outcome === "refused" ? result.message : known(t));
      }
      setSignedIn(true);
      openPage("/");
    },
    afterwards: "keep",
  });
  if (mailTo) {
    return (
      <Text size="sm" role="status">
        {t("aMailIsOn", { mailTo })}
      </Text>
    );
  }
  return (
    <Form form={form}>
      <Stack gap="sm">
        <FormProblem form={form} />
        <TextInput {...form.field("name")} label={t("name")} autoComplete="name" required withAsterisk={false} />
        <TextInput
          {...form.field("email")}
          label={t("eMailAddress")}
          type="email"
          inputMode="email"
          autoComplete="username"
          required
          withAsterisk={false}
        />
        <PasswordInput
          {...form.field("password")}
          label={t("password")}
          autoComplete="new-password"
          description={t("atLeast8Characters")}
          required
          withAsterisk={false}
        />
        <SubmitButton form={form} loading={form.isPending || isSignedIn} mt={4}>
          {submitLabels(t)[mode]}
        </SubmitButton>
      </Stack>
    </Form>
  );
}
