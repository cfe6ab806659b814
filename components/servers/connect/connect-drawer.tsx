"use client";

import { Drawer } from "@mantine/core";
import { useTranslations } from "next-intl";
import { useServerPage } from "../cockpit/server-context";
import { ConnectPanel } from "./connect-panel";

/** How to reach the server, at the side of its page. */
export default function ConnectDrawer({
  isOpen,
  isReserving,
  onClose,
}: {
  isOpen: boolean;
  isReserving: boolean;
  onClose: () => void;
}) {
  const t = useTranslations("servers.connect");
  const { server, clients, rights } = useServerPage();
  return (
    <Drawer.Root opened={isOpen} onClose={onClose} position="right" size={440}>
      <Drawer.Overlay />
      <Drawer.Content>
        {/* A drawer's title bar must not be a second banner landmark of the page. */}
        <Drawer.Header component="div">
          <Drawer.Title>{t("connectTo", { name: server.name })}</Drawer.Title>
          <Drawer.CloseButton aria-label={t("close")} />
        </Drawer.Header>
        <Drawer.Body>
          <ConnectPanel server={server} clients={clients} isReserving={isReserving} canReveal={rights.credentials} />
        </Drawer.Body>
      </Drawer.Content>
    </Drawer.Root>
  );
}
