"use client";

import { Loader, TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { type KeyboardEvent, useState } from "react";
import { Dialog } from "@/components/ui/dialog/dialog";
import { leaveBy } from "@/components/ui/form/unsaved-changes";
import type { Viewer } from "../navigation";
import classes from "./command-palette.module.css";
import type { PaletteEntry } from "./entry";
import { PaletteResults } from "./palette-results";
import { usePaletteEntries } from "./use-palette-entries";

type Props = { viewer: Viewer; onClose: () => void };

/** Opens a page or an object by its name, or acts on it: arrow keys select, Enter opens or acts. */
export default function CommandPalette({ viewer, onClose }: Props) {
  const t = useTranslations("shell.palette");
  const router = useRouter();
  const [text, setText] = useState("");
  const [chosen, setChosen] = useState(0);
  const { groups, isLoading } = usePaletteEntries(text, viewer);
  const entries = groups.flatMap((group) => group.entries);

  function run(entry: PaletteEntry | undefined) {
    if (!entry) return;
    onClose();
    if ("href" in entry) leaveBy(() => router.push(entry.href));
    else if (entry.id === "sign-out") leaveBy(() => void entry.act());
    else void entry.act();
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.key === "ArrowDown") setChosen((index) => Math.min(index + 1, entries.length - 1));
    else if (event.key === "ArrowUp") setChosen((index) => Math.max(index - 1, 0));
    else if (event.key === "Enter") run(entries[chosen]);
    else return;
    event.preventDefault();
  }

  return (
    <Dialog
      onClose={onClose}
      withCloseButton={false}
      padding={0}
      size="lg"
      yOffset="10vh"
      attributes={{ content: { "aria-label": t("search") } }}
    >
      <TextInput
        value={text}
        onChange={(event) => {
          setText(event.currentTarget.value);
          setChosen(0);
        }}
        onKeyDown={onKeyDown}
        placeholder={t("searchOrTypeRestart")}
        aria-label={t("searchPagesAndServers")}
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
      <PaletteResults groups={groups} chosen={chosen} onChoose={setChosen} onRun={run} onKeyDown={onKeyDown} />
      <Hints />
    </Dialog>
  );
}

function Hints() {
  const t = useTranslations("shell.palette");
  return (
    <p className={classes.hints}>
      <span>{t.rich("select", { kbd: (chunks) => <kbd>{chunks}</kbd> })}</span>
      <span>{t.rich("enterOpenOrAct", { kbd: (chunks) => <kbd>{chunks}</kbd> })}</span>
      <span>{t.rich("escClose", { kbd: (chunks) => <kbd>{chunks}</kbd> })}</span>
    </p>
  );
}
