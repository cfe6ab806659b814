"use client";

import { Button, NumberInput, SimpleGrid, Stack } from "@mantine/core";
import { useRouter } from "next/navigation";
import { toastDone } from "@/components/ui/toast";
import { useSubmit } from "@/components/ui/use-submit";
import type { UserDetailView } from "@/lib/auth/contract";
import { api } from "@/lib/http/client/untyped";

const limits = [
  { name: "servers", label: "Servers", step: 1, decimals: 0 },
  { name: "memory", label: "Memory (GiB)", step: 1, decimals: 1 },
  { name: "cpu", label: "CPU cores", step: 1, decimals: 2 },
  { name: "diskSpace", label: "Disk (GiB)", step: 10, decimals: 0 },
] as const;

/** The total resources of one user. A lower quota stops no running server; it only refuses new use. */
export function UserQuota({ user, canManage }: { user: UserDetailView; canManage: boolean }) {
  const router = useRouter();
  const { state, fields, onSubmit, alert } = useSubmit(async (text) => {
    const quota = Object.fromEntries(limits.map(({ name }) => [name, Number(text(name))]));
    await api("PATCH", `/admin/users/${user.id}`, { body: { quota } });
    toastDone("The quota is saved.");
    router.refresh();
  });
  return (
    <form onSubmit={onSubmit} noValidate key={JSON.stringify(user.quota)}>
      <Stack gap="sm">
        {alert}
        <SimpleGrid cols={{ base: 2, sm: 4 }}>
          {limits.map(({ name, label, step, decimals }) => (
            <NumberInput
              key={name}
              label={label}
              name={name}
              defaultValue={user.quota[name]}
              min={0}
              step={step}
              decimalScale={decimals}
              error={fields[`quota.${name}`]}
              readOnly={!canManage}
            />
          ))}
        </SimpleGrid>
        {canManage ? (
          <Button type="submit" variant="default" loading={state === "busy"} w="fit-content">
            Save quota
          </Button>
        ) : null}
      </Stack>
    </form>
  );
}
