"use client";

import { PasswordInput, Select, Stack, Switch, TextInput } from "@mantine/core";
import { useTranslations } from "next-intl";
import { Dialog } from "@/components/ui/dialog/dialog";
import { Form, FormProblem, SubmitButton } from "@/components/ui/form/form";
import { useApiForm } from "@/components/ui/form/use-api-form";
import { useRefresh } from "@/components/ui/use-refresh";
import { api } from "@/lib/http/client/api";

type Texts = ReturnType<typeof useTranslations<"admin.backups">>;

type Draft = {
  name: string;
  endpoint: string;
  region: string;
  bucket: string;
  prefix: string;
  accessKeyId: string;
  secret: string;
  pathStyle: boolean;
  checksums: string;
};

const checksums = (t: Texts) => [
  { value: "when-required", label: t("onlyWhereRequiredMost") },
  { value: "when-supported", label: t("alwaysAmazonS3") },
];

function bodyOf({ name, secret, endpoint, checksums: mode, ...settings }: Draft) {
  return {
    kind: "s3" as const,
    name,
    secret,
    settings: {
      ...settings,
      ...(endpoint.trim() === "" ? {} : { endpoint: endpoint.trim() }),
      checksums: mode === "when-supported" ? ("when-supported" as const) : ("when-required" as const),
    },
  };
}

/** A bucket of any service that speaks S3. */
export function AddBucket({ onClose }: { onClose: () => void }) {
  const t = useTranslations("admin.backups");
  const refresh = useRefresh();
  const initial: Draft = {
    name: "",
    endpoint: "",
    region: "us-east-1",
    bucket: "",
    prefix: "",
    accessKeyId: "",
    secret: "",
    pathStyle: true,
    checksums: "when-required",
  };
  const form = useApiForm({
    initial,
    toBody: bodyOf,
    nameOf: (path) => path.replace("settings.", ""),
    schema: () => import("@/lib/backups/targets/contract").then((contract) => contract.targetBody),
    send: (values: Draft) => api("POST", "/admin/backups/targets", { body: bodyOf(values) }),
    onSent: () => {
      refresh();
      onClose();
    },
  });
  return (
    <Dialog title={t("addABucket")} onClose={onClose} centered>
      <Form form={form}>
        <Stack>
          <FormProblem form={form} />
          <TextInput label={t("name")} {...form.field("name")} data-autofocus />
          <TextInput
            label={t("addressOfTheService")}
            description={t("emptyForAmazonS3")}
            placeholder="https://s3.example.net"
            {...form.field("endpoint")}
          />
          <TextInput label={t("region")} {...form.field("region")} />
          <TextInput label={t("bucket")} {...form.field("bucket")} />
          <TextInput label={t("prefix")} description={t("suchAsPanelMay")} {...form.field("prefix")} />
          <TextInput label={t("accessKey")} autoComplete="off" {...form.field("accessKeyId")} />
          <PasswordInput label={t("secretKey")} autoComplete="new-password" {...form.field("secret")} />
          <Switch label={t("theBucketIsIn")} {...form.check("pathStyle")} />
          <Select label={t("checksums")} data={checksums(t)} allowDeselect={false} {...form.group("checksums")} />
          <SubmitButton form={form}>{t("testAndAdd")}</SubmitButton>
        </Stack>
      </Form>
    </Dialog>
  );
}
