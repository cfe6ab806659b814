"use client";

import { Menu, UnstyledButton } from "@mantine/core";
import { IconKey, IconLogout } from "@tabler/icons-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { leaveBy } from "@/components/ui/form/unsaved-changes";
import classes from "./panel-shell.module.css";
import { signOut } from "./session/sign-out";

type Props = { person: { name: string; email: string }; isOwner: boolean };

/** The signed-in person, and signing out. Opens at its first rendering. */
export default function PersonMenu({ person, isOwner }: Props) {
  const t = useTranslations("shell");
  return (
    <Menu
      position="bottom-end"
      width={230}
      defaultOpened
      withinPortal={false}
      // The first item takes the focus; a placeholder is no item of a menu.
      withInitialFocusPlaceholder={false}
    >
      <Menu.Target>
        <UnstyledButton className={classes.person} aria-label={t("accountOf", { name: person.name })}>
          {person.name.slice(0, 1).toUpperCase()}
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          {person.name}
          <br />
          {person.email}
        </Menu.Label>
        {isOwner ? (
          <Menu.Item component={Link} href="/account" leftSection={<IconKey size={16} />}>
            {t("account")}
          </Menu.Item>
        ) : null}
        <Menu.Item
          onClick={() => leaveBy(() => void signOut())}
          leftSection={<IconLogout size={16} className="ln-mirror" />}
        >
          {t("signOut")}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
