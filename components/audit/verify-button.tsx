"use client";

import { Alert, Button, Stack } from "@mantine/core";
import { useAction } from "@/components/ui/use-action";
import { api } from "@/lib/http/client/api";

/** Verifies the whole log and shows the result, with the same text as the command line. */
export function VerifyButton() {
  const { mutate, data: result, isPending } = useAction(() => api("POST", "/admin/audit/verify"));
  return (
    <Stack gap="sm">
      <Button onClick={() => mutate()} loading={isPending} variant="default" w="fit-content">
        Verify chain
      </Button>
      <div role="status">
        {result ? (
          <Alert
            color={result.ok ? "green" : "red"}
            p="sm"
            style={{ whiteSpace: "pre-line", overflowWrap: "anywhere" }}
          >
            {result.summary}
          </Alert>
        ) : null}
      </div>
    </Stack>
  );
}
