"use client";

import { ActionIcon, Menu } from "@mantine/core";
import { IconDots } from "@tabler/icons-react";
import Link from "next/link";
import { useTranslations } from "next-intl";

export type RowAction = { label: string; isDangerous?: boolean } & ({ href: string } | { onClick: () => void });

/** The "…" menu of a row. */
export function RowMenu({ name, actions }: { name: string; actions: readonly RowAction[] }) {
  const t = useTranslations("ui.table");
  return (
    <Menu position="bottom-end" shadow="md" withinPortal>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" aria-label={t("actionsFor", { name })}>
          <IconDots size={17} aria-hidden="true" />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {actions.map((action) =>
          "href" in action ? (
            <Menu.Item key={action.label} component={Link} href={action.href} prefetch={false}>
              {action.label}
            </Menu.Item>
          ) : (
            <Menu.Item key={action.label} onClick={action.onClick} {...(action.isDangerous ? { color: "red" } : {})}>
              {action.label}
            </Menu.Item>
          ),
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
