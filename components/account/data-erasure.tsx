"use client";

import { Alert, Anchor, Button, List, PasswordInput, Stack, Text } from "@mantine/core";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { openPage } from "@/components/ui/browser/open-page";
import { Form, FormProblem, SubmitButton } from "@/components/ui/form/form";
import { leaveNow } from "@/components/ui/form/unsaved-changes";
import { useApiForm } from "@/components/ui/form/use-api-form";
import { api } from "@/lib/http/client/api";
import type { ErasureBlockers } from "@/lib/platform/contract";

/** Deletes the account, given its password; says what to do first if it is not possible yet. */
export function DataErasure({ blockers }: { blockers: ErasureBlockers }) {
  const t = useTranslations("account");
  return (
    <Stack gap="sm" maw={640}>
      <Text size="sm">{t("yourAccountSessionsTokens")}</Text>
      {blockers.may ? <ErasureForm /> : <Reasons blockers={blockers} />}
    </Stack>
  );
}

function ErasureForm() {
  const t = useTranslations("account");
  const form = useApiForm({
    initial: { password: "" },
    schema: () => import("@/lib/platform/contract").then((contract) => contract.eraseAccountBody),
    send: (body) => api("DELETE", "/account", { body }),
    onSent: () => leaveNow(() => openPage("/sign-in?ended=erased")),
  });
  return (
    <Form form={form}>
      <Stack gap="sm" maw={420}>
        <FormProblem form={form} />
        <PasswordInput
          {...form.field("password")}
          label={t("yourPassword")}
          autoComplete="current-password"
          required
          withAsterisk={false}
        />
        <SubmitButton form={form} color="red.9" loading={form.isPending || form.isSent} w="fit-content">
          {t("deleteMyAccountPermanently")}
        </SubmitButton>
      </Stack>
    </Form>
  );
}

/** Pages of hosted objects, by kind. */
const hostedPages: Record<string, string> = {
  database: "/databases",
  "dns-zone": "/dns",
  "mail-domain": "/mail",
  mailbox: "/mail/mailboxes",
};

function Reasons({ blockers }: { blockers: ErasureBlockers }) {
  const t = useTranslations("account");
  const { servers, serverCount, hosted, hostedCount, isLastAdministrator } = blockers;
  const ownServers = servers.map((server) => ({ ...server, page: "/servers" }));
  const ownHosted = hosted.map((object) => ({ ...object, page: hostedPages[object.kind] }));
  return (
    <>
      <Alert variant="default" p="sm" title={t("notYet")} id="erasure-reasons">
        {isLastAdministrator ? <Text size="sm">{t("youAreTheLast")}</Text> : null}
        {serverCount > 0 ? (
          <>
            <Text size="sm">{t("youStillOwnServers")}</Text>
            <Owned items={ownServers} count={serverCount} />
          </>
        ) : null}
        {hostedCount > 0 ? (
          <>
            <Text size="sm">{t("youStillOwnDatabases")}</Text>
            <Owned items={ownHosted} count={hostedCount} />
          </>
        ) : null}
      </Alert>
      <Button color="red.9" disabled w="fit-content" aria-describedby="erasure-reasons">
        {t("deleteMyAccountPermanently")}
      </Button>
    </>
  );
}

type OwnedItem = { id: string; name: string; isDeleting: boolean; page: string | undefined };

function Owned({ items, count }: { items: OwnedItem[]; count: number }) {
  const t = useTranslations("account");
  const others = count - items.length;
  return (
    <List size="sm">
      {items.map(({ id, name, isDeleting, page }) => (
        <List.Item key={id}>
          {page ? (
            <Anchor component={Link} href={`${page}/${id}`} prefetch={false} underline="always" inherit>
              {name}
            </Anchor>
          ) : (
            name
          )}
          {isDeleting ? t("beingDeleted") : null}
        </List.Item>
      ))}
      {others > 0 ? <List.Item>{t("andMore", { others })}</List.Item> : null}
    </List>
  );
}
