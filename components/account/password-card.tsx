"use client";

import { Button, PasswordInput, Stack } from "@mantine/core";
import { toastDone } from "@/components/ui/toast";
import { useSubmit } from "@/components/ui/use-submit";
import { api } from "@/lib/http/client";

/** Changes the password; the answer says how many other sessions ended with it. */
export function PasswordCard() {
  const { state, fields, onSubmit, alert } = useSubmit(async (text) => {
    const body = { current: text("current"), next: text("next") };
    const { sessionsEnded } = await api<{ sessionsEnded: number }>("POST", "/account/password", { body });
    const others = sessionsEnded === 1 ? "1 other session" : `${sessionsEnded} other sessions`;
    toastDone(sessionsEnded === 0 ? "Password changed." : `Password changed; ${others} ended.`);
  });
  return (
    <form onSubmit={onSubmit} noValidate>
      <Stack gap="sm" maw={420}>
        {alert}
        <PasswordInput
          label="Current password"
          name="current"
          autoComplete="current-password"
          error={fields.current}
          required
          withAsterisk={false}
        />
        <PasswordInput
          label="New password"
          name="next"
          autoComplete="new-password"
          description="At least 8 characters; 15 or more are better."
          error={fields.next}
          required
          withAsterisk={false}
        />
        <Button type="submit" loading={state === "busy"} w="fit-content">
          Change password
        </Button>
      </Stack>
    </form>
  );
}
