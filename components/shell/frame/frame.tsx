"use client";

import { usePathname } from "next/navigation";
import { useTranslations } from "next-intl";
import { type ReactNode, useEffect, useRef, useState } from "react";
import classes from "../panel-shell.module.css";
import { type FrameChoices, keepChoices } from "./frame-choices";
import { FrameMenu } from "./frame-menu";

/** Where the navigation stands beside the page (panel-shell.module.css). */
const wideScreen = "(min-width: 48.0625em)";

type Props = { choices: FrameChoices; navigation: ReactNode; header: ReactNode; children: ReactNode };

/**
 * Places navigation, header and page. On a wide screen the navigation can be reduced to its icons, which a cookie
 * keeps, so the first HTML has the right width. On a phone it is a panel above the page.
 */
export function Frame({ choices, navigation, header, children }: Props) {
  const t = useTranslations("shell.frame");
  const [isNarrow, setNarrow] = useState(choices.narrow);
  const [isOpen, setOpen] = useState(false);
  const menuButton = useRef<HTMLButtonElement>(null);
  const path = usePathname();
  // Another page was opened: the panel of a phone is closed.
  const [shownPath, setShownPath] = useState(path);
  if (path !== shownPath) {
    setShownPath(path);
    setOpen(false);
  }
  useEffect(() => {
    if (!isOpen) return;
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== "Escape") return;
      setOpen(false);
      menuButton.current?.focus();
    };
    const wide = window.matchMedia(wideScreen);
    const onWide = () => setOpen(false);
    window.addEventListener("keydown", onKey);
    wide.addEventListener("change", onWide);
    return () => {
      window.removeEventListener("keydown", onKey);
      wide.removeEventListener("change", onWide);
    };
  }, [isOpen]);
  function toggleWidth() {
    keepChoices({ narrow: !isNarrow });
    setNarrow(!isNarrow);
  }
  return (
    <div className={classes.frame} data-narrow={isNarrow || undefined}>
      <div className={classes.sidebar} data-opened={isOpen || undefined}>
        {/* A link of the page that is already open also closes the panel. */}
        {/* biome-ignore lint/a11y/useKeyWithClickEvents: its links are what is clicked, also by Enter */}
        <nav
          id="navigation"
          aria-label={t("main")}
          className={classes.navigation}
          onClick={(event) => isLink(event.target) && setOpen(false)}
        >
          {navigation}
        </nav>
        <FrameMenu.Width isNarrow={isNarrow} onClick={toggleWidth} />
      </div>
      {isOpen ? <div className={classes.shade} onClick={() => setOpen(false)} aria-hidden="true" /> : null}
      <header className={classes.header}>
        <FrameMenu.Open ref={menuButton} isOpen={isOpen} onClick={() => setOpen((was) => !was)} />
        {header}
      </header>
      <main id="main" tabIndex={-1} className={classes.main} inert={isOpen}>
        {children}
      </main>
    </div>
  );
}

const isLink = (target: EventTarget) => target instanceof Element && target.closest("a") !== null;
