"use client";

import { Button, Stack, Text } from "@mantine/core";
import { useTranslations } from "next-intl";
import type { FactorMethod } from "@/lib/auth/factors/contract";
import { api } from "@/lib/http/client/api";
import { ApiError } from "@/lib/http/client/problem";
import { FactorForm } from "./factor-form";

/** The second step of a sign-in; its challenge lasts five minutes and five attempts. */
export default function SecondStep({
  methods,
  onSignedIn,
  onCancel,
}: {
  methods: FactorMethod[];
  onSignedIn: () => void;
  onCancel: () => void;
}) {
  const t = useTranslations("auth.factors");
  return (
    <Stack gap="sm">
      <Text size="sm" fw={550} role="status">
        {t("oneMoreStepShow")}
      </Text>
      <FactorForm
        methods={methods}
        purpose="sign_in"
        submitLabel={t("signIn")}
        onAnswer={async ({ method, code, credential }) => {
          if (method === "password") return;
          await api("POST", "/auth/second-factor", { body: { method, code, credential } }).catch((error: unknown) => {
            if (error instanceof ApiError && error.problem.code === "challenge_over") {
              throw new ApiError({ ...error.problem, detail: t("thisAttemptIsOver") });
            }
            throw error;
          });
          onSignedIn();
        }}
      />
      <Button data-local variant="subtle" size="compact-sm" onClick={onCancel}>
        {t("startAgain")}
      </Button>
    </Stack>
  );
}
