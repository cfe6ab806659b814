"use client";

import { ActionIcon, UnstyledButton, useMantineColorScheme } from "@mantine/core";
import { IconMoon, IconSun } from "@tabler/icons-react";
import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { type Toast, toastEvent } from "@/components/ui/toast";
import classes from "./panel-shell.module.css";

const PersonMenu = dynamic(() => import("./person-menu"), { ssr: false });
const Toaster = dynamic(() => import("./toaster"), { ssr: false });

/** The code that shows toasts is loaded with the first one. */
export function FirstToast() {
  const [first, setFirst] = useState<Toast | null>(null);
  useEffect(() => {
    const onToast = (event: CustomEvent<Toast>) => setFirst(event.detail);
    window.addEventListener(toastEvent, onToast, { once: true });
    return () => window.removeEventListener(toastEvent, onToast);
  }, []);
  return first ? <Toaster first={first} /> : null;
}

export function ThemeToggle() {
  const t = useTranslations("shell");
  const { setColorScheme } = useMantineColorScheme();
  const toggle = () => {
    const dark = document.documentElement.dataset.mantineColorScheme === "dark";
    setColorScheme(dark ? "light" : "dark");
  };
  return (
    <ActionIcon
      variant="subtle"
      color="gray"
      size="lg"
      className={classes.theme}
      onClick={toggle}
      aria-label={t("switchBetweenLightAnd")}
    >
      <IconSun size={18} className={classes.sun} />
      <IconMoon size={18} className={classes.moon} />
    </ActionIcon>
  );
}

type PersonProps = { person: { name: string; email: string }; isOwner: boolean };

/** The menu's code is loaded with the first click: every page shows the button, few visits open it. */
export function PersonButton({ person, isOwner }: PersonProps) {
  const t = useTranslations("shell");
  const [wanted, setWanted] = useState(false);
  if (wanted) return <PersonMenu person={person} isOwner={isOwner} />;
  return (
    <UnstyledButton
      className={classes.person}
      aria-label={t("accountOf", { name: person.name })}
      aria-haspopup="menu"
      onClick={() => setWanted(true)}
    >
      {person.name.slice(0, 1).toUpperCase()}
    </UnstyledButton>
  );
}
