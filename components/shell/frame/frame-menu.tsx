"use client";

import { ActionIcon, UnstyledButton } from "@mantine/core";
import { IconLayoutSidebarLeftCollapse, IconLayoutSidebarLeftExpand, IconMenu2, IconX } from "@tabler/icons-react";
import { useTranslations } from "next-intl";
import type { Ref } from "react";
import classes from "../panel-shell.module.css";

type OpenProps = { ref: Ref<HTMLButtonElement>; isOpen: boolean; onClick: () => void };

/** Shows the navigation on a phone. */
function Open({ ref, isOpen, onClick }: OpenProps) {
  const t = useTranslations("shell.frame");
  return (
    <ActionIcon
      ref={ref}
      variant="subtle"
      color="gray"
      size="lg"
      className={classes.menu}
      onClick={onClick}
      aria-label={t("menu")}
      aria-expanded={isOpen}
      aria-controls="navigation"
    >
      {isOpen ? <IconX size={20} /> : <IconMenu2 size={20} />}
    </ActionIcon>
  );
}

/** Reduces the navigation to its icons, or shows the words again. */
function Width({ isNarrow, onClick }: { isNarrow: boolean; onClick: () => void }) {
  const t = useTranslations("shell.frame");
  const Icon = isNarrow ? IconLayoutSidebarLeftExpand : IconLayoutSidebarLeftCollapse;
  return (
    <UnstyledButton className={classes.width} onClick={onClick} aria-pressed={isNarrow}>
      <Icon size={18} stroke={1.7} className="ln-mirror" aria-hidden="true" />
      <span className={classes.label}>{t("iconsOnly")}</span>
    </UnstyledButton>
  );
}

export const FrameMenu = { Open, Width };
