"use client";

import { UnstyledButton } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import dynamic from "next/dynamic";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { type ReactNode, useEffect, useEffectEvent, useRef, useState } from "react";
import { leaveBy } from "@/components/ui/form/unsaved-changes";
import type { Viewer } from "../navigation";
import classes from "../panel-shell.module.css";
import { areKeysOn, isTaken, type PageKey } from "./key-map";
import { openShellDialog, type ShellDialog, shellDialogEvent } from "./shell-dialogs";

const CommandPalette = dynamic(() => import("../palette/command-palette"), { ssr: false });
const KeysDialog = dynamic(() => import("./keys-dialog"), { ssr: false });

const sequenceMs = 1_200;

/** The search field of the page that is open; the palette where it has none. */
function focusSearch(): void {
  const field = document.querySelector<HTMLInputElement>('main input[type="search"]');
  if (field) field.focus();
  else openShellDialog("palette");
}

type Props = { viewer: Viewer; keys: PageKey[] };

/**
 * Keys of every page: Ctrl K opens the palette, `?` shows the keys, `/` searches, `c` creates a server, and `g` with a
 * letter opens a page. Single keys do nothing while a field, the console, a dialog or a menu has the focus.
 */
export function KeyboardCommands({ viewer, keys }: Props) {
  const router = useRouter();
  const [dialog, setDialog] = useState<ShellDialog | null>(null);
  const goUntil = useRef(0);
  const open = (href: string) => leaveBy(() => router.push(href));
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if ((event.metaKey || event.ctrlKey) && event.key.toLowerCase() === "k") {
      event.preventDefault();
      setDialog("palette");
      return;
    }
    if (event.metaKey || event.ctrlKey || event.altKey || !areKeysOn() || isTaken(event.target)) return;
    if (event.timeStamp < goUntil.current) {
      goUntil.current = 0;
      const key = keys.find(({ letter }) => letter === event.key);
      if (key) open(key.href);
    } else if (event.key === "g") goUntil.current = event.timeStamp + sequenceMs;
    else if (event.key === "?") setDialog("keys");
    else if (event.key === "c" && viewer !== "resource") open("/servers/new");
    else if (event.key === "/") focusSearch();
    else return;
    event.preventDefault();
  });
  useEffect(() => {
    const listener = (event: KeyboardEvent) => onKey(event);
    const onDialog = (event: CustomEvent<ShellDialog>) => setDialog(event.detail);
    window.addEventListener("keydown", listener);
    window.addEventListener(shellDialogEvent, onDialog);
    return () => {
      window.removeEventListener("keydown", listener);
      window.removeEventListener(shellDialogEvent, onDialog);
    };
  }, []);
  const close = () => setDialog(null);
  if (dialog === "palette") return <CommandPalette viewer={viewer} onClose={close} />;
  if (dialog === "keys") return <KeysDialog viewer={viewer} onClose={close} />;
  return null;
}

export function SearchButton() {
  const t = useTranslations("shell.keyboard");
  return (
    <UnstyledButton
      className={classes.search}
      onClick={() => openShellDialog("palette")}
      aria-label={t("searchPagesAndServers")}
    >
      <IconSearch size={16} aria-hidden="true" />
      <span className={classes.searchText}>{t("search")}</span>
      <span className={classes.key} data-key="Ctrl K" aria-hidden="true" />
    </UnstyledButton>
  );
}

export function OpenKeysButton({ className, children }: { className?: string | undefined; children: ReactNode }) {
  return (
    <UnstyledButton className={className} onClick={() => openShellDialog("keys")}>
      {children}
    </UnstyledButton>
  );
}
