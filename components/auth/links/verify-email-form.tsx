"use client";

import { Alert, Button, Skeleton, Stack, Text, TextInput } from "@mantine/core";
import Link from "next/link";
import { useState } from "react";
import { useSubmit } from "@/components/ui/use-submit";
import { api, explain } from "@/lib/http/client";
import { useLinkToken } from "./use-link-token";

/** Confirms by a click, not by opening the link: mail scanners open links. Without a token it sends a new mail. */
export function VerifyEmailForm() {
  const token = useLinkToken();
  const [confirmed, setConfirmed] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);

  async function confirm() {
    setBusy(true);
    setProblem(null);
    try {
      const { email } = await api<{ email: string }>("POST", "/account/email/verify", { body: { token } });
      setConfirmed(email);
    } catch (error) {
      setProblem(explain(error));
    }
    setBusy(false);
  }

  if (token === undefined) return <Skeleton height={36} />;
  if (token === null) return <ResendForm />;
  if (confirmed) {
    return (
      <Stack gap="sm">
        <Text size="sm" role="status">
          {confirmed} is confirmed.
        </Text>
        <Button component={Link} href="/sign-in">
          Go on to sign in
        </Button>
      </Stack>
    );
  }
  return (
    <Stack gap="sm">
      {problem ? (
        <Alert color="red" role="alert" p="sm">
          {problem}
        </Alert>
      ) : null}
      {problem ? <ResendForm /> : null}
      {problem ? null : (
        <Button onClick={confirm} loading={busy}>
          Confirm address
        </Button>
      )}
    </Stack>
  );
}

/** Requests the mail again. The answer is the same for every address. */
function ResendForm() {
  const { state, fields, onSubmit, alert } = useSubmit(async (text) => {
    await api("POST", "/account/email/resend", { body: { email: text("email") } });
  });
  if (state === "done") {
    return (
      <Text size="sm" role="status">
        If the address belongs to an account that still has to be confirmed, a mail is on its way. Check the spam folder
        as well.
      </Text>
    );
  }
  return (
    <form onSubmit={onSubmit} noValidate>
      <Stack gap="sm">
        {alert}
        <TextInput
          label="E-mail address"
          name="email"
          type="email"
          autoComplete="email"
          error={fields.email}
          required
          withAsterisk={false}
        />
        <Button type="submit" variant="default" loading={state === "busy"}>
          Send a new mail
        </Button>
      </Stack>
    </form>
  );
}
