"use client";

import { Button, Skeleton, Stack, Text } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import Link from "next/link";
import { useLinkToken } from "@/components/auth/links/use-link-token";
import { ProblemAlert } from "@/components/ui/problem-alert";
import { api } from "@/lib/http/client/api";
import { explain } from "@/lib/http/client/problem";

const actions = {
  confirm: {
    label: "Confirm address",
    done: "The address is confirmed.",
    run: (token: string) => api("POST", "/status/subscribers/confirm", { body: { token } }),
  },
  remove: {
    label: "Send no more mails",
    done: "The address is removed.",
    run: (token: string) => api("POST", "/status/subscribers/remove", { body: { token } }),
  },
} as const;

/** Acts by a click, not by opening the link: mail scanners open links. */
export function SubscriptionLink({ action }: { action: keyof typeof actions }) {
  const token = useLinkToken();
  const { label, done, run } = actions[action];
  const { mutate, isSuccess, error, isPending } = useMutation({ mutationFn: run });
  if (token === undefined) return <Skeleton height={36} />;
  return (
    <Stack gap="sm">
      {token === null ? <ProblemAlert problem="The link is not complete. Open it from the mail again." /> : null}
      <ProblemAlert problem={error ? explain(error) : null} />
      {isSuccess ? (
        <Text size="sm" role="status">
          {done}
        </Text>
      ) : null}
      {token !== null && !isSuccess ? (
        <Button onClick={() => mutate(token)} loading={isPending}>
          {label}
        </Button>
      ) : null}
      <Link href="/status" className="ln-link">
        Status page
      </Link>
    </Stack>
  );
}
