import { Alert } from "@mantine/core";

/** Why an action failed, announced by screen readers; nothing if it did not. */
export function ProblemAlert({ problem }: { problem: string | null }) {
  if (!problem) return null;
  return (
    <Alert color="red" role="alert" p="sm">
      {problem}
    </Alert>
  );
}
