"use client";

import { Button, Skeleton, Stack, Text, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { Form, FormProblem, SubmitButton } from "@/components/ui/form/form";
import { useApiForm } from "@/components/ui/form/use-api-form";
import { ProblemAlert } from "@/components/ui/problem-alert";
import { api } from "@/lib/http/client/api";
import { explain } from "@/lib/http/client/problem";
import { useLinkToken } from "./use-link-token";

/** Confirms by a click, not by opening the link: mail scanners open links. Without a token it sends a new mail. */
export function VerifyEmailForm() {
  const t = useTranslations("auth.links");
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
          {t("isConfirmed", { email: data.email })}
        </Text>
        <Button component={Link} href="/sign-in">
          {t("goOnToSign")}
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
          {t("confirmAddress")}
        </Button>
      )}
    </Stack>
  );
}

/** Requests the mail again. The answer is the same for every address. */
function ResendForm() {
  const t = useTranslations("auth.links");
  const form = useApiForm({
    initial: { email: "" },
    schema: () => import("@/lib/auth/contract").then((contract) => contract.requestPasswordResetBody),
    send: (body) => api("POST", "/account/email/resend", { body }),
  });
  if (form.isSent) {
    return (
      <Text size="sm" role="status">
        {t("ifTheAddressBelongs")}
      </Text>
    );
  }
  return (
    <Form form={form}>
      <Stack gap="sm">
        <FormProblem form={form} />
        <TextInput
          {...form.field("email")}
          label={t("eMailAddress")}
          type="email"
          autoComplete="email"
          required
          withAsterisk={false}
        />
        <SubmitButton form={form} variant="default">
          {t("sendANewMail")}
        </SubmitButton>
      </Stack>
    </Form>
  );
}
