"use client";

import { Button, Checkbox, NumberInput, Stack } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { toastDone, toastFailure } from "@/components/ui/toast";
import { api } from "@/lib/http/client/untyped";

type Policy = { requiredRoles: string[]; maxSessions: number };

const roles = [
  { value: "ADMIN", label: "Administrators" },
  { value: "MANAGER", label: "Managers" },
  { value: "USER", label: "Customers" },
  { value: "GUEST", label: "Guests" },
];

/** Rules for all accounts. They apply from the next request on. */
export function SecurityPolicyForm({ policy }: { policy: Policy }) {
  const [requiredRoles, setRequiredRoles] = useState(policy.requiredRoles);
  const [maxSessions, setMaxSessions] = useState<number | string>(policy.maxSessions);
  const [busy, setBusy] = useState(false);
  async function save(event: FormEvent) {
    event.preventDefault();
    setBusy(true);
    try {
      await api("PUT", "/admin/security-policy", { body: { requiredRoles, maxSessions: Number(maxSessions) } });
      toastDone("The rules are saved and active.");
    } catch (error) {
      toastFailure(error);
    }
    setBusy(false);
  }
  return (
    <form onSubmit={save}>
      <Stack gap="md" maw={460}>
        <Checkbox.Group
          label="A second factor is required of"
          description="Without one, they can do nothing but set it up and sign out."
          value={requiredRoles}
          onChange={setRequiredRoles}
        >
          <Stack gap={6} mt="xs">
            {roles.map(({ value, label }) => (
              <Checkbox key={value} value={value} label={label} />
            ))}
          </Stack>
        </Checkbox.Group>
        <NumberInput
          label="Sessions per person"
          description="Signing in once more ends the oldest."
          value={maxSessions}
          onChange={setMaxSessions}
          min={1}
          max={1000}
          allowDecimal={false}
        />
        <Button type="submit" loading={busy} w="fit-content">
          Save rules
        </Button>
      </Stack>
    </form>
  );
}
