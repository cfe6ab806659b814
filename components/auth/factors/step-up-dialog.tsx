"use client";

import { Text } from "@mantine/core";
import { useTranslations } from "next-intl";
import { Dialog } from "@/components/ui/dialog/dialog";
import type { ConfirmationMethod } from "@/lib/auth/factors/contract";
import { api } from "@/lib/http/client/api";
import { FactorForm } from "./factor-form";

type Props = { methods: ConfirmationMethod[]; onAnswer: (confirmed: boolean) => void };

/** Asks the person to confirm; the action continues afterwards. Shown above other dialogs, which may have caused it. */
export default function StepUpDialog({ methods, onAnswer }: Props) {
  const t = useTranslations("auth.factors");
  return (
    <Dialog onClose={() => onAnswer(false)} title={t("confirmThatItIs")} centered size="sm" zIndex={400}>
      <Text size="sm" c="dimmed" mb="md">
        {t("thisIsASensitive")}
      </Text>
      <FactorForm
        methods={methods}
        purpose="step_up"
        submitLabel={t("confirm")}
        onAnswer={async (body) => {
          await api("POST", "/account/step-up", { body });
          onAnswer(true);
        }}
      />
    </Dialog>
  );
}
