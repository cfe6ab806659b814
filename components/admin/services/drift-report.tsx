"use client";

import { Button, Group, Text, Title } from "@mantine/core";
import { useState } from "react";
import { ConfirmDialog } from "@/components/ui/dialog/confirm-dialog";
import { EmptyState } from "@/components/ui/empty-state";
import { RelativeTime } from "@/components/ui/relative-time";
import { type Column, DataTable } from "@/components/ui/table/data-table";
import { useListFilters } from "@/components/ui/table/use-list-filters";
import { toastDone } from "@/components/ui/toast";
import { useAction } from "@/components/ui/use-action";
import { useRefresh } from "@/components/ui/use-refresh";
import type { DriftAction, DriftItemView } from "@/lib/hosted-services/drift/contract";
import { api } from "@/lib/http/client/api";

type Props = { providerId: string; items: DriftItemView[]; nextCursor: string | null };
type Asked = { item: DriftItemView; action: DriftAction };

const labels: Record<DriftAction, string> = { adopt: "Adopt", repair: "Repair", remove: "Remove" };

/** What each action does to each type, for the person who confirms it. */
const effects: Record<DriftItemView["type"], Partial<Record<DriftAction, string>>> = {
  orphan: {
    adopt: "It becomes yours in the panel, and gets new secrets. What is in it stays.",
    remove: "It is deleted at the service with everything in it. This cannot be undone.",
  },
  ghost: {
    repair: "It is created again at the service, empty.",
    remove: "Its record in the panel is deleted.",
  },
  difference: {
    repair: "The service is changed to what the panel says.",
    adopt: "The panel takes over what is at the service.",
  },
};

/** The differences of one provider, each with what can be done about it. */
export function DriftReport({ providerId, items, nextCursor }: Props) {
  const [asked, setAsked] = useState<Asked | null>(null);
  const filters = useListFilters();
  const refresh = useRefresh();
  const compare = useAction(() => api("POST", "/admin/providers/[id]/drift", { params: { id: providerId } }), {
    done: "A worker compares both sides within 10 seconds. Load the page again then.",
  });
  return (
    <div className="ln-card">
      <Title order={2} size="h5" p="sm" pb={0}>
        Differences
      </Title>
      <Text size="sm" px="sm">
        Between what customers have and what is at the service. They are looked for every ten minutes.
      </Text>
      <Group p="sm">
        <Button variant="default" size="xs" loading={compare.isPending} onClick={() => compare.mutate()}>
          Compare now
        </Button>
        <Button data-local variant="subtle" size="xs" onClick={refresh}>
          Load again
        </Button>
      </Group>
      <DataTable
        label="Differences"
        columns={columnsOf(setAsked)}
        rows={items}
        idOf={({ id }) => id}
        empty={<EmptyState title="No differences.">Both sides were equal at the last comparison.</EmptyState>}
        next={nextCursor ? { label: "Older differences", href: filters.after(nextCursor) } : null}
        phone="cards"
        isMain
      />
      {asked ? <DriftQuestion providerId={providerId} asked={asked} onClose={() => setAsked(null)} /> : null}
    </div>
  );
}

function columnsOf(ask: (asked: Asked) => void): Column<DriftItemView>[] {
  return [
    { title: "Object", isRowHeader: true, cell: ({ kind, objectName }) => `${kind} ${objectName}` },
    { title: "Type", cell: ({ type }) => type },
    { title: "What differs", cell: ({ detail }) => detail },
    { title: "Found", from: "desktop", cell: ({ foundAt }) => <RelativeTime at={foundAt} /> },
    {
      title: "Actions",
      cell: (item) =>
        item.requested ? (
          "being removed"
        ) : (
          <Group gap={6}>
            {item.actions.map((action) => (
              <Button
                key={action}
                size="compact-sm"
                variant="default"
                onClick={() => ask({ item, action })}
                aria-label={`${labels[action]} ${item.objectName}`}
              >
                {labels[action]}
              </Button>
            ))}
          </Group>
        ),
    },
  ];
}

type QuestionProps = { providerId: string; asked: Asked; onClose: () => void };

function DriftQuestion({ providerId, asked: { item, action }, onClose }: QuestionProps) {
  const refresh = useRefresh();
  const isDeletion = action === "remove";
  return (
    <ConfirmDialog
      title={`${labels[action]} ${item.objectName}`}
      label={labels[action]}
      {...(isDeletion && item.type === "orphan" ? { typed: item.objectName } : {})}
      isHarmless={!isDeletion}
      onConfirm={async () => {
        const params = { id: providerId, itemId: item.id };
        await api("POST", "/admin/providers/[id]/drift/[itemId]", { params, body: { action } });
        toastDone("Requested. It is done within some seconds.");
        refresh();
      }}
      onClose={onClose}
    >
      <p style={{ margin: 0 }}>{effects[item.type][action]}</p>
    </ConfirmDialog>
  );
}
