"use client";

import { PasswordInput, Stack, Text, TextInput } from "@mantine/core";
import { useState } from "react";
import { Form, FormProblem, SubmitButton } from "@/components/ui/form/form";
import { useApiForm } from "@/components/ui/form/use-api-form";
import { openPage } from "@/components/ui/open-page";
import { api } from "@/lib/http/client/api";
import { signInWith } from "./sign-in";

type Props = { mode: "sign-up" | "setup"; token?: string };

const submitLabels = { "sign-up": "Create account", setup: "Create administrator" };

const known = "This address may already have an account. Sign in with its password instead.";

/** One form for signing up and for the first administrator. Both are signed in afterwards. */
export function CredentialsForm({ mode, token = "" }: Props) {
  const [mailTo, setMailTo] = useState<string | null>(null);
  const [isSignedIn, setSignedIn] = useState(false);
  const form = useApiForm({
    initial: { email: "", name: "", password: "" },
    schema: () => import("@/lib/auth/contract").then((contract) => contract.registerBody),
    send: async (body) => {
      if (mode === "setup") await api("POST", "/setup", { body: { ...body, token } });
      else if ((await api("POST", "/account/register", { body })).confirmationRequired) return null;
      return signInWith(body.email, body.password);
    },
    onSent: (result, { email }) => {
      if (result === null) return setMailTo(email);
      if (result.outcome !== "signed_in") {
        return form.setProblem(mode === "setup" && result.outcome === "refused" ? result.message : known);
      }
      setSignedIn(true);
      openPage("/");
    },
    afterwards: "keep",
  });
  if (mailTo) {
    return (
      <Text size="sm" role="status">
        A mail is on its way to {mailTo}. Open its link to confirm the address, then sign in.
      </Text>
    );
  }
  return (
    <Form form={form}>
      <Stack gap="sm">
        <FormProblem form={form} />
        <TextInput {...form.field("name")} label="Name" autoComplete="name" required withAsterisk={false} />
        <TextInput
          {...form.field("email")}
          label="E-mail address"
          type="email"
          inputMode="email"
          autoComplete="username"
          required
          withAsterisk={false}
        />
        <PasswordInput
          {...form.field("password")}
          label="Password"
          autoComplete="new-password"
          description="At least 8 characters; 15 or more are better."
          required
          withAsterisk={false}
        />
        <SubmitButton form={form} loading={form.isPending || isSignedIn} mt={4}>
          {submitLabels[mode]}
        </SubmitButton>
      </Stack>
    </Form>
  );
}
