"use client";

import "@mantine/notifications/styles.css";
import { ActionIcon, Group, UnstyledButton, useMantineColorScheme } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconMenu2, IconMoon, IconSearch, IconSun, IconX } from "@tabler/icons-react";
import dynamic from "next/dynamic";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { type ReactNode, useEffect, useMemo, useState } from "react";
import { Logo } from "@/components/brand/logo";
import { NotificationButton } from "@/components/notifications/notification-button";
import { RealtimeProvider } from "@/components/realtime/use-realtime";
import { type Toast, toastEvent } from "@/components/ui/toast";
import type { PublicRealtimeConfig } from "@/lib/realtime/contract";
import { type NavigationItem, pagesOf, type Viewer } from "./navigation";
import { NewDeviceNotice } from "./new-device-notice";
import classes from "./panel-shell.module.css";
import { SessionWatch, type WatchedSession } from "./session-watch";
import { StepUpHost } from "./step-up-host";

const PersonMenu = dynamic(() => import("./person-menu"), { ssr: false });
const Toaster = dynamic(() => import("./toaster"), { ssr: false });
const CommandPalette = dynamic(() => import("./command-palette"), { ssr: false });

type Props = {
  person: { name: string; email: string };
  viewer: Viewer;
  realtime: PublicRealtimeConfig;
  session: WatchedSession;
  children: ReactNode;
};

/** Opened by Ctrl+K, or by its button. */
function usePalette() {
  const [isWanted, setWanted] = useState(false);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if ((event.metaKey || event.ctrlKey) && event.key.toLowerCase() === "k") {
        event.preventDefault();
        setWanted(true);
      }
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, []);
  return [isWanted, setWanted] as const;
}

/** The code that shows toasts is loaded with the first one. */
function useFirstToast(): Toast | null {
  const [first, setFirst] = useState<Toast | null>(null);
  useEffect(() => {
    const onToast = (event: CustomEvent<Toast>) => setFirst(event.detail);
    window.addEventListener(toastEvent, onToast, { once: true });
    return () => window.removeEventListener(toastEvent, onToast);
  }, []);
  return first;
}

/** The frame of every page behind sign-in: navigation, search, theme, and the page's one realtime connection. */
export function PanelShell({ person, viewer, realtime, session, children }: Props) {
  const ownPages = useMemo(() => pagesOf("main", viewer), [viewer]);
  const administration = useMemo(() => pagesOf("administration", viewer), [viewer]);
  // The panel login of one resource has no account and no dashboard.
  const isOwner = viewer !== "resource";
  const [opened, { toggle, close }] = useDisclosure(false);
  const [paletteWanted, setPaletteWanted] = usePalette();
  const firstToast = useFirstToast();
  return (
    <RealtimeProvider config={realtime} userAuthEndpoint="/api/pusher/user-auth">
      <SessionWatch session={session} />
      <StepUpHost />
      <a href="#main" className="ln-skip">
        Skip to content
      </a>
      <header className={classes.header}>
        <Group gap="sm">
          <MenuButton isOpen={opened} onClick={toggle} />
          <Link href="/" className="ln-link" prefetch={false}>
            <Logo />
          </Link>
        </Group>
        <Group gap="xs">
          <SearchButton onClick={() => setPaletteWanted(true)} />
          {isOwner ? <NotificationButton channel={session.channel} /> : null}
          <ThemeToggle />
          <PersonButton person={person} isOwner={isOwner} />
        </Group>
      </header>
      <nav id="navigation" className={classes.navbar} aria-label="Main" data-opened={opened || undefined}>
        <Section items={ownPages} onNavigate={close} />
        {administration.length > 0 ? (
          <>
            <p className={classes.heading}>Administration</p>
            <Section items={administration} onNavigate={close} />
          </>
        ) : null}
      </nav>
      <main id="main" tabIndex={-1} className={classes.main}>
        {session.newDeviceId ? <NewDeviceNotice sessionId={session.newDeviceId} /> : null}
        {children}
      </main>
      {firstToast ? <Toaster first={firstToast} /> : null}
      {paletteWanted ? (
        <CommandPalette pages={ownPages} administration={administration} onClose={() => setPaletteWanted(false)} />
      ) : null}
    </RealtimeProvider>
  );
}

function MenuButton({ isOpen, onClick }: { isOpen: boolean; onClick: () => void }) {
  return (
    <ActionIcon
      variant="subtle"
      color="gray"
      size="lg"
      className={classes.menu}
      onClick={onClick}
      aria-label="Menu"
      aria-expanded={isOpen}
      aria-controls="navigation"
    >
      {isOpen ? <IconX size={20} /> : <IconMenu2 size={20} />}
    </ActionIcon>
  );
}

function SearchButton({ onClick }: { onClick: () => void }) {
  return (
    <UnstyledButton className={classes.search} onClick={onClick} aria-label="Search pages and servers">
      <IconSearch size={16} aria-hidden="true" />
      <span className={classes.searchText}>Search</span>
      <span className={classes.key} data-key="Ctrl K" aria-hidden="true" />
    </UnstyledButton>
  );
}

function Section({ items, onNavigate }: { items: NavigationItem[]; onNavigate: () => void }) {
  const path = usePathname();
  return (
    <ul className={classes.list}>
      {items.map(({ label, href, icon: Icon }) => {
        const active = href === "/" || href === "/admin" ? path === href : path.startsWith(href);
        return (
          <li key={href}>
            <Link
              href={href}
              prefetch={false}
              onClick={onNavigate}
              className={classes.item}
              data-active={active || undefined}
              aria-current={active ? "page" : undefined}
            >
              <Icon size={18} stroke={1.7} />
              {label}
            </Link>
          </li>
        );
      })}
    </ul>
  );
}

function ThemeToggle() {
  const { setColorScheme } = useMantineColorScheme();
  const toggle = () => {
    const dark = document.documentElement.dataset.mantineColorScheme === "dark";
    setColorScheme(dark ? "light" : "dark");
  };
  return (
    <ActionIcon variant="subtle" color="gray" size="lg" onClick={toggle} aria-label="Switch between light and dark">
      <IconSun size={18} className={classes.sun} />
      <IconMoon size={18} className={classes.moon} />
    </ActionIcon>
  );
}

/** The menu's code is loaded with the first click: every page shows the button, few visits open it. */
function PersonButton({ person, isOwner }: Pick<Props, "person"> & { isOwner: boolean }) {
  const [wanted, setWanted] = useState(false);
  if (wanted) return <PersonMenu person={person} isOwner={isOwner} />;
  return (
    <UnstyledButton
      className={classes.person}
      aria-label={`Account of ${person.name}`}
      aria-haspopup="menu"
      onClick={() => setWanted(true)}
    >
      {person.name.slice(0, 1).toUpperCase()}
    </UnstyledButton>
  );
}
