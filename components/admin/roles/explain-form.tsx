"use client";

import { Group, Select, Stack, Text, TextInput } from "@mantine/core";
import { useTranslations } from "next-intl";
import { Form, FormProblem, SubmitButton } from "@/components/ui/form/form";
import { useApiForm } from "@/components/ui/form/use-api-form";
import { type ApiAnswer, type ApiBody, api } from "@/lib/http/client/api";

type Explanation = ApiAnswer<"POST", "/admin/access/explain">;
type Body = ApiBody<"POST", "/admin/access/explain">;
type Values = { email: string; permission: Body["permission"]; serverId: string; tokenId: string };

/** "Why was I refused": shows each rule for a person, a permission and, if given, a server and a token. */
export function ExplainForm({ permissions }: { permissions: Body["permission"][] }) {
  const t = useTranslations("admin.roles");
  const initial: Values = { email: "", permission: permissions[0] ?? "server.read", serverId: "", tokenId: "" };
  const form = useApiForm({
    initial,
    send: ({ email, permission, ...ids }) => {
      const [serverId, tokenId] = [ids.serverId.trim(), ids.tokenId.trim()];
      const body = { email, permission, ...(serverId ? { serverId } : {}), ...(tokenId ? { tokenId } : {}) };
      return api("POST", "/admin/access/explain", { body });
    },
    afterwards: "keep",
  });
  return (
    <Form form={form}>
      <Stack gap="sm">
        <FormProblem form={form} />
        <Group grow align="flex-start">
          <TextInput
            {...form.field("email")}
            label={t("userEMailAddress")}
            autoComplete="off"
            required
            withAsterisk={false}
          />
          <Select
            {...form.field("permission")}
            label={t("permission")}
            data={permissions}
            allowDeselect={false}
            searchable
          />
        </Group>
        <Group grow align="flex-start">
          <TextInput {...form.field("serverId")} label={t("serverIdOptional")} autoComplete="off" />
          <TextInput {...form.field("tokenId")} label={t("tokenIdOptional")} autoComplete="off" />
        </Group>
        <SubmitButton form={form} w="fit-content" variant="default">
          {t("explain")}
        </SubmitButton>
        {form.answer && !form.isPending ? <Verdict explanation={form.answer} /> : null}
      </Stack>
    </Form>
  );
}

function Verdict({ explanation: { allowed, rules } }: { explanation: Explanation }) {
  const t = useTranslations("admin.roles");
  return (
    <div role="status">
      <Text fw={600}>{allowed ? t("allowed") : t("notAllowed")}</Text>
      <ul>
        {rules.map(({ rule, passed, because }) => (
          <li key={rule}>
            <Text size="sm">{t("passedRefused", { rule, passed: String(passed), because })}</Text>
          </li>
        ))}
      </ul>
    </div>
  );
}
