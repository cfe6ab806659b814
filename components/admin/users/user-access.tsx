"use client";

import { Button, Group, Select, Stack, Text, TextInput } from "@mantine/core";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Dialog } from "@/components/ui/dialog/dialog";
import { Form, FormProblem, SubmitButton } from "@/components/ui/form/form";
import { useApiForm } from "@/components/ui/form/use-api-form";
import { RelativeTime } from "@/components/ui/relative-time";
import { toastDone } from "@/components/ui/toast";
import { useAction } from "@/components/ui/use-action";
import { useRefresh } from "@/components/ui/use-refresh";
import type { UserDetailView } from "@/lib/auth/contract";
import { type ApiBody, api } from "@/lib/http/client/api";
import { EraseUser } from "./erase-user";

type Texts = ReturnType<typeof useTranslations<"admin.users">>;

const factorNames = (t: Texts): Record<string, string> => ({
  totp: t("authenticatorApp"),
  sms: t("textMessage"),
  email: t("eMailCode"),
  passkey: "passkey",
});

const roles = ["ADMIN", "MANAGER", "USER", "GUEST"] as const;
type Change = { body: ApiBody<"PATCH", "/admin/users/[id]">; done: string };

/** Role, lock and second factors of one user, with the actions of an administrator. */
export function UserAccess({ user, canManage }: { user: UserDetailView; canManage: boolean }) {
  const t = useTranslations("admin.users");
  const refresh = useRefresh();
  const [resetting, setResetting] = useState(false);
  const factors = user.factors.map((factor) => factorNames(t)[factor] ?? factor);
  return (
    <Stack gap="sm">
      <Facts user={user} factors={factors} />
      {canManage ? <Actions user={user} onReset={() => setResetting(true)} /> : null}
      {resetting ? (
        <ResetDialog
          userId={user.id}
          onClose={() => {
            setResetting(false);
            refresh();
          }}
        />
      ) : null}
    </Stack>
  );
}

function Actions({ user, onReset }: { user: UserDetailView; onReset: () => void }) {
  const t = useTranslations("admin.users");
  const params = { id: user.id };
  const change = useAction(({ body }: Change) => api("PATCH", "/admin/users/[id]", { params, body }), {
    done: (_answer, { done }) => done,
    refresh: true,
  });
  const sendLink = useAction(() => api("POST", "/admin/users/[id]/password-reset", { params }), {
    done: t("aLinkToChoose"),
    refresh: true,
  });
  const cancelReset = useAction(() => api("DELETE", "/admin/users/[id]/factor-reset", { params }), {
    done: t("theResetIsCancelled"),
    refresh: true,
  });
  return (
    <Group gap="sm" align="flex-end">
      <Select
        label={t("role")}
        w={160}
        data={roles}
        value={user.role}
        allowDeselect={false}
        onChange={(role) => {
          if (!role || role === user.role) return;
          change.mutate({ body: { role }, done: t("isNowAndSigns", { name: user.name, role }) });
        }}
      />
      <Button
        variant="default"
        loading={change.isPending}
        onClick={() =>
          change.mutate({
            body: { disabled: !user.disabled },
            done: user.disabled ? t("canSignInAgain", { name: user.name }) : t("isLocked", { name: user.name }),
          })
        }
      >
        {user.disabled ? t("unlock") : t("lock")}
      </Button>
      <Button variant="default" loading={sendLink.isPending} onClick={() => sendLink.mutate()}>
        {t("sendAPasswordLink")}
      </Button>
      {user.factorResetDueAt ? (
        <Button variant="default" loading={cancelReset.isPending} onClick={() => cancelReset.mutate()}>
          {t("cancelTheFactorReset")}
        </Button>
      ) : user.factors.length > 0 ? (
        <Button variant="default" color="red" onClick={onReset}>
          {t("resetSecondFactors")}
        </Button>
      ) : null}
      <EraseUser user={user} />
    </Group>
  );
}

function Facts({ user, factors }: { user: UserDetailView; factors: string[] }) {
  const t = useTranslations("admin.users");
  const resetDueAt = user.factorResetDueAt;
  return (
    <Text size="sm" component="div">
      <div>
        {t("lockedActiveAddressConfirmed", {
          role: user.role,
          disabled: String(user.disabled),
          emailVerified: String(user.emailVerified),
        })}
      </div>
      <div>{t("secondFactors", { factorsCount: factors.length > 0 ? factors.join(", ") : t("none") })}</div>
      {resetDueAt ? (
        <div>{t.rich("theyAreRemovedUnless", { time: () => <RelativeTime at={resetDueAt} /> })}</div>
      ) : null}
      <div>
        {t.rich("lastSeen", {
          servers: user.servers,
          tokens: user.tokens,
          time: () => (user.lastSeenAt ? <RelativeTime at={user.lastSeenAt} /> : t("never")),
        })}
      </div>
    </Text>
  );
}

function ResetDialog({ userId, onClose }: { userId: string; onClose: () => void }) {
  const t = useTranslations("admin.users");
  const form = useApiForm({
    initial: { reason: "" },
    send: (body) => api("POST", "/admin/users/[id]/factor-reset", { params: { id: userId }, body }),
    onSent: () => {
      toastDone(t("theFactorsAreRemoved"));
      onClose();
    },
  });
  return (
    <Dialog onClose={onClose} title={t("resetSecondFactors")} centered>
      <Form form={form}>
        <Stack>
          <Text size="sm">{t("after24HoursThe")}</Text>
          <FormProblem form={form} />
          <TextInput {...form.field("reason")} label={t("why")} required withAsterisk={false} data-autofocus />
          <SubmitButton form={form} color="red.9">
            {t("resetIn24Hours")}
          </SubmitButton>
        </Stack>
      </Form>
    </Dialog>
  );
}
