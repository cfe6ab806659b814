"use client";

import { Button, Skeleton, Stack, Text, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import Link from "next/link";
import { Form, FormProblem, SubmitButton } from "@/components/ui/form/form";
import { useApiForm } from "@/components/ui/form/use-api-form";
import { ProblemAlert } from "@/components/ui/problem-alert";
import { api } from "@/lib/http/client/api";
import { explain } from "@/lib/http/client/problem";
import { useLinkToken } from "./use-link-token";

/** Confirms by a click, not by opening the link: mail scanners open links. Without a token it sends a new mail. */
export function VerifyEmailForm() {
  const token = useLinkToken();
  const { mutate, data, error, isPending } = useMutation({
    mutationFn: (link: string) => api("POST", "/account/email/verify", { body: { token: link } }),
  });

  if (token === undefined) return <Skeleton height={36} />;
  if (token === null) return <ResendForm />;
  if (data) {
    return (
      <Stack gap="sm">
        <Text size="sm" role="status">
          {data.email} is confirmed.
        </Text>
        <Button component={Link} href="/sign-in">
          Go on to sign in
        </Button>
      </Stack>
    );
  }
  return (
    <Stack gap="sm">
      <ProblemAlert problem={error ? explain(error) : null} />
      {error ? (
        <ResendForm />
      ) : (
        <Button onClick={() => mutate(token)} loading={isPending}>
          Confirm address
        </Button>
      )}
    </Stack>
  );
}

/** Requests the mail again. The answer is the same for every address. */
function ResendForm() {
  const form = useApiForm({
    initial: { email: "" },
    schema: () => import("@/lib/auth/contract").then((contract) => contract.requestPasswordResetBody),
    send: (body) => api("POST", "/account/email/resend", { body }),
  });
  if (form.isSent) {
    return (
      <Text size="sm" role="status">
        If the address belongs to an account that still has to be confirmed, a mail is on its way. Check the spam folder
        as well.
      </Text>
    );
  }
  return (
    <Form form={form}>
      <Stack gap="sm">
        <FormProblem form={form} />
        <TextInput
          {...form.field("email")}
          label="E-mail address"
          type="email"
          autoComplete="email"
          required
          withAsterisk={false}
        />
        <SubmitButton form={form} variant="default">
          Send a new mail
        </SubmitButton>
      </Stack>
    </Form>
  );
}
