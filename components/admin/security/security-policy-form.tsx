"use client";

import { Checkbox, NumberInput, Stack } from "@mantine/core";
import { useTranslations } from "next-intl";
import { Form, FormProblem, SubmitButton } from "@/components/ui/form/form";
import { useApiForm } from "@/components/ui/form/use-api-form";
import { toastDone } from "@/components/ui/toast";
import { type ApiAnswer, api } from "@/lib/http/client/api";

type Texts = ReturnType<typeof useTranslations<"admin.security">>;

type SecurityPolicy = ApiAnswer<"GET", "/admin/security-policy">;
type Policy = Omit<SecurityPolicy, "maxSessions"> & {
  /** An empty field is a text. */
  maxSessions: number | string;
};

const roles = (t: Texts) => [
  { value: "ADMIN", label: t("administrators") },
  { value: "MANAGER", label: t("managers") },
  { value: "USER", label: t("customers") },
  { value: "GUEST", label: t("guests") },
];

/** Rules for all accounts. They apply from the next request on. */
export function SecurityPolicyForm({ policy }: { policy: SecurityPolicy }) {
  const t = useTranslations("admin.security");
  const initial: Policy = policy;
  const form = useApiForm({
    initial,
    send: ({ requiredRoles, maxSessions }) =>
      api("PUT", "/admin/security-policy", { body: { requiredRoles, maxSessions: Number(maxSessions) } }),
    onSent: () => toastDone(t("theRulesAreSaved")),
    afterwards: "keep",
  });
  return (
    <Form form={form}>
      <Stack gap="md" maw={460}>
        <FormProblem form={form} />
        <Checkbox.Group
          {...form.group("requiredRoles")}
          label={t("aSecondFactorIs")}
          description={t("withoutOneTheyCan")}
        >
          <Stack gap={6} mt="xs">
            {roles(t).map(({ value, label }) => (
              <Checkbox key={value} value={value} label={label} />
            ))}
          </Stack>
        </Checkbox.Group>
        <NumberInput
          {...form.field("maxSessions")}
          label={t("sessionsPerPerson")}
          description={t("signingInOnceMore")}
          min={1}
          max={1000}
          allowDecimal={false}
        />
        <SubmitButton form={form} w="fit-content">
          {t("saveRules")}
        </SubmitButton>
      </Stack>
    </Form>
  );
}
