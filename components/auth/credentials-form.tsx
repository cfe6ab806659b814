"use client";

import { Alert, Button, PasswordInput, Stack, Text, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { ApiError, api, explain } from "@/lib/http/client";
import { signInWith } from "./sign-in";

type Props = { mode: "sign-in" | "sign-up" | "setup"; token?: string };

const submitLabels = { "sign-in": "Sign in", "sign-up": "Create account", setup: "Create administrator" };

/** One form for signing in, signing up and the first administrator: fields differ, the way to fail does not. */
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
      if (mode !== "sign-in") {
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
      }
      const failure = await signInWith(text("email"), text("password"));
      if (failure === null) {
        window.location.assign("/");
        return;
      }
      setProblem(
        mode === "sign-up" ? "This address may already have an account. Sign in with its password instead." : failure,
      );
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
        {mode === "sign-in" ? null : (
          <TextInput label="Name" name="name" autoComplete="name" error={fields.name} required withAsterisk={false} />
        )}
        <TextInput
          label={mode === "sign-in" ? "E-mail address or panel username" : "E-mail address"}
          name="email"
          type={mode === "sign-in" ? "text" : "email"}
          inputMode="email"
          autoComplete="username"
          error={fields.email}
          required
          withAsterisk={false}
        />
        <PasswordInput
          label="Password"
          name="password"
          autoComplete={mode === "sign-in" ? "current-password" : "new-password"}
          description={mode === "sign-in" ? undefined : "At least 8 characters; 15 or more are better."}
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
