"use client";

import { Alert, MultiSelect, Select, Stack, TagsInput, TextInput } from "@mantine/core";
import { useTranslations } from "next-intl";
import { CopyField } from "@/components/ui/copy/copy-field";
import { Dialog } from "@/components/ui/dialog/dialog";
import { OnceDialog } from "@/components/ui/dialog/once-dialog";
import { Form, FormProblem, SubmitButton } from "@/components/ui/form/form";
import { useApiForm } from "@/components/ui/form/use-api-form";
import { api } from "@/lib/http/client/api";

type Texts = ReturnType<typeof useTranslations<"account">>;

const lifetimes = (t: Texts) => [
  { value: "30", label: t("n30Days") },
  { value: "90", label: t("n90Days") },
  { value: "365", label: t("oneYear") },
  { value: "", label: t("never") },
];

type Props = {
  scopes: string[];
  servers: { id: string; name: string }[];
  onClose: () => void;
  onDone: () => void;
};

type Values = { name: string; scopes: string[]; servers: string[]; addresses: string[]; expiresInDays: string };
const initial: Values = { name: "", scopes: ["server.read"], servers: [], addresses: [], expiresInDays: "90" };

function toBody({ name, scopes, servers, addresses, expiresInDays }: Values) {
  return {
    name,
    scopes,
    ...(expiresInDays ? { expiresInDays: Number(expiresInDays) } : {}),
    ...(servers.length > 0 ? { servers } : {}),
    ...(addresses.length > 0 ? { addresses } : {}),
  };
}

/** Creates a token with permissions, servers, addresses and an expiry. Shows it once. */
export default function NewToken({ scopes, servers, onClose, onDone }: Props) {
  const t = useTranslations("account");
  const form = useApiForm({
    initial,
    toBody,
    schema: () => import("@/lib/auth/contract").then((contract) => contract.createTokenBody),
    send: (values) => api("POST", "/account/tokens", { body: toBody(values) }),
    onSent: onDone,
    afterwards: "keep",
  });
  if (form.answer) {
    return (
      <OnceDialog title={t("newApiToken")} onClose={onClose}>
        <Alert color="teal">{t("copyItNowItIs")}</Alert>
        <CopyField label={t("token")} value={form.answer.token} />
      </OnceDialog>
    );
  }
  const { values } = form;
  return (
    <Dialog onClose={onClose} title={t("newApiToken")} centered>
      <Form form={form}>
        <Stack>
          <FormProblem form={form} />
          <TextInput {...form.field("name")} label={t("name")} required withAsterisk={false} data-autofocus />
          <MultiSelect
            {...form.field("scopes")}
            label={t("permissions")}
            data={["*", "server.*", ...scopes]}
            searchable
          />
          <MultiSelect
            {...form.field("servers")}
            label={t("onlyTheseServers")}
            description={t("emptyAllServersThat")}
            data={servers.map((server) => ({ value: server.id, label: server.name }))}
            searchable
          />
          <TagsInput
            {...form.field("addresses")}
            label={t("onlyFromTheseAddresses")}
            description={t("addressesOrNetworksSuch")}
          />
          <Select {...form.field("expiresInDays")} label={t("expires")} data={lifetimes(t)} allowDeselect={false} />
          <SubmitButton form={form} disabled={!values.name.trim() || values.scopes.length === 0}>
            {t("createToken")}
          </SubmitButton>
        </Stack>
      </Form>
    </Dialog>
  );
}
