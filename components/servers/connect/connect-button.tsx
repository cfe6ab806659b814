"use client";

import { Button } from "@mantine/core";
import { IconPlugConnected } from "@tabler/icons-react";
import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { useState } from "react";

// The panel with its steps and the QR code is loaded when it is opened.
const ConnectDrawer = dynamic(() => import("./connect-drawer"), { ssr: false });

/** Opens how to reach the server: steps for each program, its secrets and the panel login. */
export function ConnectButton({ isReserving }: { isReserving: boolean }) {
  const t = useTranslations("servers.connect");
  const [isUsed, setUsed] = useState(false);
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button
        data-local
        variant="default"
        leftSection={<IconPlugConnected size={16} />}
        onClick={() => {
          setUsed(true);
          setOpen(true);
        }}
        aria-haspopup="dialog"
        aria-expanded={isOpen}
      >
        {t("connect")}
      </Button>
      {isUsed ? <ConnectDrawer isOpen={isOpen} isReserving={isReserving} onClose={() => setOpen(false)} /> : null}
    </>
  );
}
