"use client";

import { Button, Stack, Text } from "@mantine/core";
import Link from "next/link";
import { useSubmit } from "@/components/ui/use-submit";
import { api } from "@/lib/http/client";
import { useLinkToken } from "./use-link-token";

/** A button, not the link itself, cancels: mail scanners open links. */
export function CancelResetForm() {
  const token = useLinkToken();
  const { state, onSubmit, alert } = useSubmit(async () => {
    await api("POST", "/account/2fa/recovery/cancel", { body: { token } });
  });
  if (token === null && state === "idle") {
    return (
      <Text size="sm">
        This link is not complete. Open it from the mail again, or <Link href="/sign-in">sign in</Link>.
      </Text>
    );
  }
  if (state === "done") {
    return (
      <Text size="sm" role="status">
        Your second factors stay. If you did not ask for a reset, change your password and inform your administrator.{" "}
        <Link href="/sign-in">Sign in</Link>
      </Text>
    );
  }
  return (
    <form onSubmit={onSubmit}>
      <Stack gap="sm">
        {alert}
        <Button type="submit" loading={state === "busy"} disabled={!token}>
          Keep my factors
        </Button>
      </Stack>
    </form>
  );
}
