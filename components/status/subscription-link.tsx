"use client";

import { Button, Skeleton, Stack, Text } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { useLinkToken } from "@/components/auth/links/use-link-token";
import { ProblemAlert } from "@/components/ui/problem-alert";
import { api } from "@/lib/http/client/api";
import { explain } from "@/lib/http/client/problem";

type Texts = ReturnType<typeof useTranslations<"status">>;

const actions = (t: Texts) =>
  ({
    confirm: {
      label: t("confirmAddress"),
      done: t("theAddressIsConfirmed"),
      run: (token: string) => api("POST", "/status/subscribers/confirm", { body: { token } }),
    },
    remove: {
      label: t("sendNoMoreMails"),
      done: t("theAddressIsRemoved"),
      run: (token: string) => api("POST", "/status/subscribers/remove", { body: { token } }),
    },
  }) as const;

/** Acts by a click, not by opening the link: mail scanners open links. */
export function SubscriptionLink({ action }: { action: keyof ReturnType<typeof actions> }) {
  const t = useTranslations("status");
  const token = useLinkToken();
  const { label, done, run } = actions(t)[action];
  const { mutate, isSuccess, error, isPending } = useMutation({ mutationFn: run });
  if (token === undefined) return <Skeleton height={36} />;
  return (
    <Stack gap="sm">
      {token === null ? <ProblemAlert problem={t("theLinkIsNot")} /> : null}
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
        {t("statusPage")}
      </Link>
    </Stack>
  );
}
