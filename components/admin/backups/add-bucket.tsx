"use client";

import { PasswordInput, Select, Stack, Switch, TextInput } from "@mantine/core";
import { Dialog } from "@/components/ui/dialog/dialog";
import { Form, FormProblem, SubmitButton } from "@/components/ui/form/form";
import { useApiForm } from "@/components/ui/form/use-api-form";
import { useRefresh } from "@/components/ui/use-refresh";
import { api } from "@/lib/http/client/api";

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

const checksums = [
  { value: "when-required", label: "Only where required (most services)" },
  { value: "when-supported", label: "Always (Amazon S3)" },
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
    <Dialog title="Add a bucket" onClose={onClose} centered>
      <Form form={form}>
        <Stack>
          <FormProblem form={form} />
          <TextInput label="Name" {...form.field("name")} data-autofocus />
          <TextInput
            label="Address of the service"
            description="Empty for Amazon S3."
            placeholder="https://s3.example.net"
            {...form.field("endpoint")}
          />
          <TextInput label="Region" {...form.field("region")} />
          <TextInput label="Bucket" {...form.field("bucket")} />
          <TextInput label="Prefix" description="Such as panel/. May be empty." {...form.field("prefix")} />
          <TextInput label="Access key" autoComplete="off" {...form.field("accessKeyId")} />
          <PasswordInput label="Secret key" autoComplete="new-password" {...form.field("secret")} />
          <Switch label="The bucket is in the path, not in the host name" {...form.check("pathStyle")} />
          <Select label="Checksums" data={checksums} allowDeselect={false} {...form.group("checksums")} />
          <SubmitButton form={form}>Test and add</SubmitButton>
        </Stack>
      </Form>
    </Dialog>
  );
}
