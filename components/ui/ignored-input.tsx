import { Alert } from "@mantine/core";

/** Shows which parts of the URL were not valid; nothing if all were. */
export function IgnoredInput({ names }: { names: readonly string[] }) {
  if (names.length === 0) return null;
  return (
    <Alert color="yellow" title="Part of the address is not valid">
      The page ignores {names.map((name) => `“${name}”`).join(", ")} and shows its default view.
    </Alert>
  );
}
