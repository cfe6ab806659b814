"use client";

import { Alert, Button, PasswordInput, Stack, Text, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { ApiError, api, explain } from "@/lib/http/client";
import { signInWith } from "./sign-in";

type Props = { mode: "sign-up" | "setup"; token?: string };

const submitLabels = { "sign-up": "Create account", setup: "Create administrator" };

/** One form for signing up and for the first administrator. Both are signed in afterwards. */
export function CredentialsForm({ mode, token }: Props) {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const [mailTo, setMailTo] = useState<string | null>(null);
  const [fields, setFields] = useState<Record<string, string>>({});

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    const text = (name: string) => String(data.get(name) ?? "");
    setBusy(true);
    setProblem(null);
    setFields({});
    try {
      const body = { email: text("email"), name: text("name"), password: text("password") };
      const answer = await api<{ confirmationRequired?: boolean } | undefined>(
        "POST",
        mode === "setup" ? "/setup" : "/account/register",
        { body: mode === "setup" ? { ...body, token } : body },
      );
      if (answer?.confirmationRequired) {
        setMailTo(body.email);
        return;
      }
      const result = await signInWith(text("email"), text("password"));
      if (result.outcome === "signed_in") {
        window.location.assign("/");
        return;
      }
      const known = "This address may already have an account. Sign in with its password instead.";
      setProblem(mode === "setup" && result.outcome === "refused" ? result.message : known);
    } catch (error) {
      if (error instanceof ApiError) setFields(error.fields);
      if (!(error instanceof ApiError) || !error.problem.errors?.length) setProblem(explain(error));
    }
    setBusy(false);
  }

  if (mailTo) {
    return (
      <Text size="sm" role="status">
        A mail is on its way to {mailTo}. Open its link to confirm the address, then sign in.
      </Text>
    );
  }
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="sm">
        {problem ? (
          <Alert color="red" role="alert" p="sm">
            {problem}
          </Alert>
        ) : null}
        <TextInput label="Name" name="name" autoComplete="name" error={fields.name} required withAsterisk={false} />
        <TextInput
          label="E-mail address"
          name="email"
          type="email"
          inputMode="email"
          autoComplete="username"
          error={fields.email}
          required
          withAsterisk={false}
        />
        <PasswordInput
          label="Password"
          name="password"
          autoComplete="new-password"
          description="At least 8 characters; 15 or more are better."
          error={fields.password}
          required
          withAsterisk={false}
        />
        <Button type="submit" loading={busy} mt={4}>
          {submitLabels[mode]}
        </Button>
      </Stack>
    </form>
  );
}
