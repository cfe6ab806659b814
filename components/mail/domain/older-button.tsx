import { Button, Group } from "@mantine/core";

type List = { hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage: () => unknown };

/** Loads the next page of a list, while there is one. */
export function OlderButton({ list, label }: { list: List; label: string }) {
  if (!list.hasNextPage) return null;
  return (
    <Group p={14}>
      <Button variant="default" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
        {label}
      </Button>
    </Group>
  );
}
