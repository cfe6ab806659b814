"use client";

import { Stack, TextInput } from "@mantine/core";
import { useTranslations } from "next-intl";
import { type DangerAction, DangerActions } from "@/components/ui/danger/danger-actions";
import { Form, FormProblem, SubmitButton } from "@/components/ui/form/form";
import { useApiForm } from "@/components/ui/form/use-api-form";
import { Card } from "@/components/ui/page-frame";
import { toastDone } from "@/components/ui/toast";
import type { MailDomainDetailView } from "@/lib/hosted-services/mail/contract";
import { api } from "@/lib/http/client/api";
import type { MailRights } from "../mail-rights";

type Texts = ReturnType<typeof useTranslations<"mail.domain">>;

type Props = { view: MailDomainDetailView; rights: MailRights; onDone: () => void };

/** The catch-all address, the key that signs, and the deletion. */
export default function DomainSettings({ view, rights, onDone }: Props) {
  const t = useTranslations("mail.domain");
  const actions = [
    ...(view.status === "active" ? [rotation(t, view)] : []),
    ...(rights.delete ? [deletion(t, view)] : []),
  ];
  return (
    <Stack>
      {view.status === "active" ? <CatchAll view={view} onDone={onDone} /> : null}
      <DangerActions actions={actions} name={view.displayName} empty={t("nothingCanBeDone")} onDone={onDone} />
    </Stack>
  );
}

function CatchAll({ view, onDone }: Omit<Props, "rights">) {
  const t = useTranslations("mail.domain");
  const { id } = view;
  const form = useApiForm({
    initial: { catchAll: view.catchAll ?? "" },
    send: ({ catchAll }) => {
      const body = { catchAll: catchAll.trim() === "" ? null : catchAll };
      return api("PATCH", "/provisioning/mail-domains/[id]", { params: { id }, body });
    },
    onSent: () => {
      toastDone(t("savedTheChangeIs"));
      onDone();
    },
    afterwards: "keep",
  });
  return (
    <Card title={t("addressesThatDoNot")}>
      <Form form={form}>
        <Stack maw={520}>
          <FormProblem form={form} />
          <TextInput {...form.field("catchAll")} label={t("catchAllAddress")} description={t("getsMailForEvery")} />
          <SubmitButton form={form} w="fit-content">
            {t("saveChanges")}
          </SubmitButton>
        </Stack>
      </Form>
    </Card>
  );
}

const rotation = (t: Texts, { id, records }: MailDomainDetailView): DangerAction => ({
  title: t("rotateTheDkimKey"),
  text: t("mailIsSignedWithANew"),
  advice: records.some(({ managed, type }) => managed && type === "TXT")
    ? t("thePanelWritesThe")
    : t("addTheNewRecord"),
  label: t("rotate"),
  run: async () => {
    await api("POST", "/provisioning/mail-domains/[id]/rotate-dkim", { params: { id } });
    return t("mailIsSignedWithA");
  },
});

const deletion = (t: Texts, { id }: MailDomainDetailView): DangerAction => ({
  title: t("deleteTheMailDomain"),
  text: t("theServerNoLonger"),
  label: t("delete"),
  confirmName: true,
  run: async () => {
    await api("DELETE", "/provisioning/mail-domains/[id]", { params: { id } });
    return t("theMailDomainIs");
  },
});
