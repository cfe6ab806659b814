"use client";

import { Text } from "@mantine/core";
import { Dialog } from "@/components/ui/dialog/dialog";
import type { ConfirmationMethod } from "@/lib/auth/factors/contract";
import { api } from "@/lib/http/client/api";
import { FactorForm } from "./factor-form";

type Props = { methods: ConfirmationMethod[]; onAnswer: (confirmed: boolean) => void };

/** Asks the person to confirm; the action continues afterwards. Shown above other dialogs, which may have caused it. */
export default function StepUpDialog({ methods, onAnswer }: Props) {
  return (
    <Dialog onClose={() => onAnswer(false)} title="Confirm that it is you" centered size="sm" zIndex={400}>
      <Text size="sm" c="dimmed" mb="md">
        This is a sensitive change. You will not be asked again for ten minutes.
      </Text>
      <FactorForm
        methods={methods}
        purpose="step_up"
        submitLabel="Confirm"
        onAnswer={async (body) => {
          await api("POST", "/account/step-up", { body });
          onAnswer(true);
        }}
      />
    </Dialog>
  );
}
