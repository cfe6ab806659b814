"use client";

import { Alert, Button, Stack, TextInput } from "@mantine/core";
import { useRouter } from "next/navigation";
import { useLocale, useTranslations } from "next-intl";
import { useRef, useState } from "react";
import { CopyField } from "@/components/ui/copy/copy-field";
import { type DangerAction, DangerActions } from "@/components/ui/danger/danger-actions";
import { OnceDialog } from "@/components/ui/dialog/once-dialog";
import { Form, FormProblem, SubmitButton } from "@/components/ui/form/form";
import { useApiForm } from "@/components/ui/form/use-api-form";
import { Card } from "@/components/ui/page-frame";
import { toastDone } from "@/components/ui/toast";
import { useAction } from "@/components/ui/use-action";
import { useRefresh } from "@/components/ui/use-refresh";
import { api } from "@/lib/http/client/api";
import type { MachineDetail } from "@/lib/monitoring/machines/contract";

type Texts = ReturnType<typeof useTranslations<"monitoring.machines">>;

/** Name, token and removal of a machine. */
export default function MachineSettings({ machine }: { machine: MachineDetail }) {
  const refresh = useRefresh();
  return (
    <Stack gap="md">
      <Name machine={machine} onDone={refresh} />
      {machine.isLocal || machine.presence === "revoked" ? null : <Token machine={machine} />}
      <Removal machine={machine} />
    </Stack>
  );
}

function Name({ machine, onDone }: { machine: MachineDetail; onDone: () => void }) {
  const t = useTranslations("monitoring.machines");
  const form = useApiForm({
    initial: { name: machine.name },
    toBody: (values: { name: string }) => values,
    schema: () => import("@/lib/monitoring/machines/contract").then((contract) => contract.renameBody),
    send: (body: { name: string }) => api("PATCH", "/machines/[id]", { params: { id: machine.id }, body }),
    afterwards: "keep",
    onSent: () => {
      toastDone(t("theNameIsChanged"));
      onDone();
    },
  });
  return (
    <Card title={t("name")}>
      <Form form={form}>
        <Stack align="flex-start">
          <FormProblem form={form} />
          <TextInput label={t("name")} w="100%" maw={380} {...form.field("name")} />
          <SubmitButton form={form}>{t("save")}</SubmitButton>
        </Stack>
      </Form>
    </Card>
  );
}

function Token({ machine: { id, previousUntil } }: { machine: MachineDetail }) {
  const locale = useLocale();
  const t = useTranslations("monitoring.machines");
  const [token, setToken] = useState<string | null>(null);
  const rotate = useAction(() => api("POST", "/machines/[id]/rotate-token", { params: { id }, body: {} }), {
    onDone: (answer) => setToken(answer.token),
    refresh: true,
  });
  return (
    <Card title={t("tokenOfTheAgent")}>
      <Stack align="flex-start">
        <p style={{ margin: 0 }}>
          {t("aNewTokenWorks", {
            previousUntil: String(Boolean(previousUntil)),
            value: previousUntil ? new Date(previousUntil).toLocaleTimeString(locale) : "",
          })}
        </p>
        <Button variant="default" loading={rotate.isPending} onClick={() => rotate.mutate()}>
          {t("newToken")}
        </Button>
      </Stack>
      {token ? (
        <OnceDialog title={t("newToken")} size="lg" onClose={() => setToken(null)}>
          <Alert color="teal">{t("copyItNowIt")}</Alert>
          <CopyField label={t("token")} value={token} />
        </OnceDialog>
      ) : null}
    </Card>
  );
}

const goneText = (t: Texts) => t("itsFiguresCannotBe");

function Removal({ machine: { id, name, isLocal, presence } }: { machine: MachineDetail }) {
  const t = useTranslations("monitoring.machines");
  const router = useRouter();
  const refresh = useRefresh();
  // No state: the dialog calls the `onDone` of the render in which it was opened.
  const isGone = useRef(false);
  const revoke: DangerAction = {
    title: t("revokeTheAgent"),
    text: t("itIsRefusedFrom"),
    label: t("revoke"),
    run: async () => {
      await api("POST", "/machines/[id]/revoke", { params: { id } });
      return t("theAgentIsRevoked");
    },
  };
  const remove: DangerAction = {
    title: t("removeTheMachine"),
    text: isLocal ? t("thePanelAddsIts", { goneText: goneText(t) }) : t("itsAgentIsRefused", { goneText: goneText(t) }),
    label: t("remove"),
    confirmName: true,
    run: async () => {
      await api("DELETE", "/machines/[id]", { params: { id } });
      isGone.current = true;
      return t("theMachineIsRemoved");
    },
  };
  const actions = isLocal || presence === "revoked" ? [remove] : [revoke, remove];
  const onDone = () => (isGone.current ? router.push("/machines") : refresh());
  return <DangerActions actions={actions} name={name} onDone={onDone} />;
}
