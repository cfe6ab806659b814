"use client";

import { Drawer } from "@mantine/core";
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
  const { server, clients, rights } = useServerPage();
  return (
    <Drawer
      opened={isOpen}
      onClose={onClose}
      position="right"
      size={440}
      title={`Connect to ${server.name}`}
      closeButtonProps={{ "aria-label": "Close" }}
    >
      <ConnectPanel server={server} clients={clients} isReserving={isReserving} canReveal={rights.credentials} />
    </Drawer>
  );
}
