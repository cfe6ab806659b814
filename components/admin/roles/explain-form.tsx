"use client";

import { Button, Group, Select, Stack, Text, TextInput } from "@mantine/core";
import { useState } from "react";
import { useSubmit } from "@/components/ui/use-submit";
import { api } from "@/lib/http/client/untyped";

type Explanation = { allowed: boolean; rules: { rule: string; passed: boolean; because: string }[] };

/** "Why was I refused": shows each rule for a person, a permission and, if given, a server and a token. */
export function ExplainForm({ permissions }: { permissions: string[] }) {
  const [permission, setPermission] = useState<string | null>(permissions[0] ?? null);
  const [answer, setAnswer] = useState<Explanation | null>(null);
  const { state, fields, onSubmit, alert } = useSubmit(async (text) => {
    setAnswer(null);
    const [serverId, tokenId] = [text("serverId").trim(), text("tokenId").trim()];
    const body = {
      email: text("email"),
      permission,
      ...(serverId ? { serverId } : {}),
      ...(tokenId ? { tokenId } : {}),
    };
    setAnswer(await api<Explanation>("POST", "/admin/access/explain", { body }));
  });
  return (
    <form onSubmit={onSubmit} noValidate>
      <Stack gap="sm">
        {alert}
        <Group grow align="flex-start">
          <TextInput
            label="User (e-mail address)"
            name="email"
            autoComplete="off"
            error={fields.email}
            required
            withAsterisk={false}
          />
          <Select
            label="Permission"
            data={permissions}
            value={permission}
            onChange={setPermission}
            allowDeselect={false}
            searchable
          />
        </Group>
        <Group grow align="flex-start">
          <TextInput label="Server id (optional)" name="serverId" autoComplete="off" error={fields.serverId} />
          <TextInput label="Token id (optional)" name="tokenId" autoComplete="off" error={fields.tokenId} />
        </Group>
        <Button type="submit" loading={state === "busy"} w="fit-content" variant="default">
          Explain
        </Button>
        {answer ? (
          <div role="status">
            <Text fw={600}>{answer.allowed ? "Allowed." : "Not allowed."}</Text>
            <ul>
              {answer.rules.map(({ rule, passed, because }) => (
                <li key={rule}>
                  <Text size="sm">
                    {rule}: {passed ? "passed" : "refused"}. {because}
                  </Text>
                </li>
              ))}
            </ul>
          </div>
        ) : null}
      </Stack>
    </form>
  );
}
