"use client";

import { Stack, TextInput } from "@mantine/core";
import { type DangerAction, DangerActions } from "@/components/ui/danger/danger-actions";
import { Form, FormProblem, SubmitButton } from "@/components/ui/form/form";
import { useApiForm } from "@/components/ui/form/use-api-form";
import { Card } from "@/components/ui/page-frame";
import { toastDone } from "@/components/ui/toast";
import type { MailDomainDetailView } from "@/lib/hosted-services/mail/contract";
import { api } from "@/lib/http/client/api";
import type { MailRights } from "../mail-rights";

type Props = { view: MailDomainDetailView; rights: MailRights; onDone: () => void };

/** The catch-all address, the key that signs, and the deletion. */
export default function DomainSettings({ view, rights, onDone }: Props) {
  const actions = [...(view.status === "active" ? [rotation(view)] : []), ...(rights.delete ? [deletion(view)] : [])];
  return (
    <Stack>
      {view.status === "active" ? <CatchAll view={view} onDone={onDone} /> : null}
      <DangerActions actions={actions} name={view.displayName} empty="Nothing can be done now." onDone={onDone} />
    </Stack>
  );
}

function CatchAll({ view, onDone }: Omit<Props, "rights">) {
  const { id } = view;
  const form = useApiForm({
    initial: { catchAll: view.catchAll ?? "" },
    send: ({ catchAll }) => {
      const body = { catchAll: catchAll.trim() === "" ? null : catchAll };
      return api("PATCH", "/provisioning/mail-domains/[id]", { params: { id }, body });
    },
    onSent: () => {
      toastDone("Saved. The change is being applied.");
      onDone();
    },
    afterwards: "keep",
  });
  return (
    <Card title="Addresses that do not exist">
      <Form form={form}>
        <Stack maw={520}>
          <FormProblem form={form} />
          <TextInput
            {...form.field("catchAll")}
            label="Catch-all address"
            description="Gets mail for every address that does not exist. Empty: such mail is refused, and its sender learns it."
          />
          <SubmitButton form={form} w="fit-content">
            Save changes
          </SubmitButton>
        </Stack>
      </Form>
    </Card>
  );
}

const rotation = ({ id, records }: MailDomainDetailView): DangerAction => ({
  title: "Rotate the DKIM key",
  text: "Mail is signed with a new key at once. The record of the old one stays for a week.",
  advice: records.some(({ managed, type }) => managed && type === "TXT")
    ? "The panel writes the new record into your zone."
    : "Add the new record to your DNS right after it: until then receivers cannot check the signature.",
  label: "Rotate",
  run: async () => {
    await api("POST", "/provisioning/mail-domains/[id]/rotate-dkim", { params: { id } });
    return "Mail is signed with a new key. The DNS records show it.";
  },
});

const deletion = ({ id }: MailDomainDetailView): DangerAction => ({
  title: "Delete the mail domain",
  text: "The server no longer takes mail for it. Its mailboxes and aliases have to be deleted first.",
  label: "Delete",
  confirmName: true,
  run: async () => {
    await api("DELETE", "/provisioning/mail-domains/[id]", { params: { id } });
    return "The mail domain is being deleted.";
  },
});
