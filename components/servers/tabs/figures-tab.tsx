"use client";

import { Figures } from "@/components/monitoring/charts/figures";
import { useServerPage } from "../cockpit/server-context";

export function FiguresTab() {
  const { server, channel } = useServerPage();
  return (
    <Figures
      subject={{ kind: "server", id: server.id, channel }}
      emptyText="Figures are stored while the server runs, whether or not somebody looks."
    />
  );
}
