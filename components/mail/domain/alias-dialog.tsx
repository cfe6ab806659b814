"use client";

import { Stack, Textarea, TextInput } from "@mantine/core";
import { useTranslations } from "next-intl";
import { Dialog } from "@/components/ui/dialog/dialog";
import { Form, FormProblem, SubmitButton } from "@/components/ui/form/form";
import { useApiForm } from "@/components/ui/form/use-api-form";
import { toastDone } from "@/components/ui/toast";
import type { MailAliasView } from "@/lib/hosted-services/mail/contract";
import { api } from "@/lib/http/client/api";
import { listOfAddresses } from "../typed-addresses";

type Props = { domain: string; alias: MailAliasView | null; onDone: () => void; onClose: () => void };
type Draft = { local: string; destinations: string };

/** Creates an alias, or changes where its mail goes. */
export default function AliasDialog({ domain, alias, onDone, onClose }: Props) {
  const t = useTranslations("mail.domain");
  const form = useApiForm<Draft, MailAliasView>({
    initial: { local: "", destinations: alias?.destinations.join("\n") ?? "" },
    nameOf: (path) => (path === "address" ? "local" : path.replace(/\.\d+$/, "")),
    send: ({ local, destinations: typed }) => {
      const destinations = listOfAddresses(typed);
      if (alias) {
        return api("PATCH", "/provisioning/mail-aliases/[id]", { params: { id: alias.id }, body: { destinations } });
      }
      return api("POST", "/provisioning/mail-aliases", {
        body: { address: `${local.trim()}@${domain}`, destinations },
      });
    },
    onSent: ({ address }) => {
      toastDone(alias ? t("isBeingChanged", { address }) : t("isBeingCreated", { address }));
      onDone();
      onClose();
    },
    afterwards: "keep",
  });
  return (
    <Dialog onClose={onClose} title={alias ? t("change2", { address: alias.address }) : t("newAlias")} centered>
      <Form form={form}>
        <Stack>
          <FormProblem form={form} />
          {alias ? null : (
            <TextInput
              {...form.field("local")}
              label={t("address")}
              rightSection={<span style={{ whiteSpace: "nowrap" }}>@{domain}</span>}
              rightSectionWidth={Math.min(220, 18 + domain.length * 9)}
              data-autofocus
            />
          )}
          <Textarea
            {...form.field("destinations")}
            label={t("mailGoesTo")}
            description={t("oneAddressInEach")}
            autosize
            minRows={3}
            data-autofocus={alias ? true : undefined}
          />
          <SubmitButton form={form}>{alias ? t("saveChanges") : t("createAlias")}</SubmitButton>
        </Stack>
      </Form>
    </Dialog>
  );
}
