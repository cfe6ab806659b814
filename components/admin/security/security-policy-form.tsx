"use client";

import { Checkbox, NumberInput, Stack } from "@mantine/core";
import { Form, FormProblem, SubmitButton } from "@/components/ui/form/form";
import { useApiForm } from "@/components/ui/form/use-api-form";
import { toastDone } from "@/components/ui/toast";
import { type ApiAnswer, api } from "@/lib/http/client/api";

type SecurityPolicy = ApiAnswer<"GET", "/admin/security-policy">;
type Policy = Omit<SecurityPolicy, "maxSessions"> & {
  /** An empty field is a text. */
  maxSessions: number | string;
};

const roles = [
  { value: "ADMIN", label: "Administrators" },
  { value: "MANAGER", label: "Managers" },
  { value: "USER", label: "Customers" },
  { value: "GUEST", label: "Guests" },
];

/** Rules for all accounts. They apply from the next request on. */
export function SecurityPolicyForm({ policy }: { policy: SecurityPolicy }) {
  const initial: Policy = policy;
  const form = useApiForm({
    initial,
    send: ({ requiredRoles, maxSessions }) =>
      api("PUT", "/admin/security-policy", { body: { requiredRoles, maxSessions: Number(maxSessions) } }),
    onSent: () => toastDone("The rules are saved and active."),
    afterwards: "keep",
  });
  return (
    <Form form={form}>
      <Stack gap="md" maw={460}>
        <FormProblem form={form} />
        <Checkbox.Group
          {...form.group("requiredRoles")}
          label="A second factor is required of"
          description="Without one, they can do nothing but set it up and sign out."
        >
          <Stack gap={6} mt="xs">
            {roles.map(({ value, label }) => (
              <Checkbox key={value} value={value} label={label} />
            ))}
          </Stack>
        </Checkbox.Group>
        <NumberInput
          {...form.field("maxSessions")}
          label="Sessions per person"
          description="Signing in once more ends the oldest."
          min={1}
          max={1000}
          allowDecimal={false}
        />
        <SubmitButton form={form} w="fit-content">
          Save rules
        </SubmitButton>
      </Stack>
    </Form>
  );
}
