"use client";

import { Loader, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconSearch } from "@tabler/icons-react";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { type KeyboardEvent, useMemo, useState } from "react";
import { Dialog } from "@/components/ui/dialog/dialog";
import { leaveBy } from "@/components/ui/form/unsaved-changes";
import { api } from "@/lib/http/client/api";
import classes from "./command-palette.module.css";
import type { NavigationItem } from "./navigation";

type Entry = { label: string; hint: string; href: string };

const createEntry: Entry = { label: "Create a server", hint: "Action", href: "/servers/new" };

/** Servers and executors whose name matches. */
async function findResources(query: string, hasExecutors: boolean, signal: AbortSignal): Promise<Entry[]> {
  const q = query || undefined;
  const [servers, executors] = await Promise.all([
    api("GET", "/servers", { query: { limit: 8, q }, signal }),
    hasExecutors ? api("GET", "/executors", { query: { limit: 6, q }, signal }) : { items: [] },
  ]);
  return [
    ...servers.items.map(({ id, name, status }) => ({ label: name, hint: status, href: `/servers/${id}` })),
    ...executors.items.map(({ id, name }) => ({ label: name, hint: "Executor", href: `/executors/${id}` })),
  ];
}

/** Pages at once, and what the panel finds. */
function useEntries(text: string, ownPages: NavigationItem[], administration: NavigationItem[]) {
  const hasExecutors = ownPages.some(({ href }) => href === "/executors");
  const [query] = useDebouncedValue(text.trim(), 120);
  const { data: found = null } = useQuery({
    queryKey: ["palette", query, hasExecutors],
    queryFn: ({ signal }) => findResources(query, hasExecutors, signal),
    placeholderData: keepPreviousData,
  });

  const entries = useMemo(() => {
    const pages = [...ownPages, ...administration].map(({ label, href }) => ({
      label,
      hint: "Page",
      href,
    }));
    const wanted = text.trim().toLowerCase();
    const fixed = [createEntry, ...pages].filter((entry) => entry.label.toLowerCase().includes(wanted));
    return [...fixed, ...(found ?? [])];
  }, [text, found, ownPages, administration]);
  return { entries, isLoading: found === null };
}

type Props = { pages: NavigationItem[]; administration: NavigationItem[]; onClose: () => void };

/** Opens a page, a server or an executor by typing its name: arrow keys select, Enter opens. */
export default function CommandPalette({ pages: ownPages, administration, onClose }: Props) {
  const router = useRouter();
  const [text, setText] = useState("");
  const [chosen, setChosen] = useState(0);

  const { entries, isLoading } = useEntries(text, ownPages, administration);

  function go(entry: Entry | undefined) {
    if (!entry) return;
    onClose();
    leaveBy(() => router.push(entry.href));
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.key === "ArrowDown") setChosen((index) => Math.min(index + 1, entries.length - 1));
    else if (event.key === "ArrowUp") setChosen((index) => Math.max(index - 1, 0));
    else if (event.key === "Enter") go(entries[chosen]);
    else return;
    event.preventDefault();
  }

  return (
    <Dialog
      onClose={onClose}
      withCloseButton={false}
      padding={0}
      size="lg"
      yOffset="12vh"
      attributes={{ content: { "aria-label": "Search" } }}
    >
      <TextInput
        value={text}
        onChange={(event) => {
          setText(event.currentTarget.value);
          setChosen(0);
        }}
        onKeyDown={onKeyDown}
        placeholder="Search pages and servers"
        aria-label="Search pages and servers"
        role="combobox"
        aria-expanded="true"
        aria-controls="palette-results"
        aria-activedescendant={entries[chosen] ? `palette-${chosen}` : undefined}
        data-autofocus
        size="md"
        variant="unstyled"
        leftSection={isLoading ? <Loader size={16} /> : <IconSearch size={18} />}
        className={classes.input}
      />
      <Results entries={entries} chosen={chosen} onChoose={setChosen} onOpen={go} onKeyDown={onKeyDown} />
    </Dialog>
  );
}

type ResultsProps = {
  entries: Entry[];
  chosen: number;
  onChoose: (index: number) => void;
  onOpen: (entry: Entry) => void;
  onKeyDown: (event: KeyboardEvent) => void;
};

function Results({ entries, chosen, onChoose, onOpen, onKeyDown }: ResultsProps) {
  return (
    <div id="palette-results" role="listbox" aria-label="Results" className={classes.results}>
      {entries.map((entry, index) => (
        <div
          key={`${entry.href}-${entry.hint}`}
          id={`palette-${index}`}
          role="option"
          tabIndex={-1}
          aria-selected={index === chosen}
          className={classes.entry}
          onMouseMove={() => onChoose(index)}
          onClick={() => onOpen(entry)}
          onKeyDown={onKeyDown}
        >
          <span>{entry.label}</span>
          <span className={classes.hint}>{entry.hint}</span>
        </div>
      ))}
      {entries.length === 0 ? <p className={classes.none}>No matches.</p> : null}
    </div>
  );
}
