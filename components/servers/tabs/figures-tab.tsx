"use client";

import { useTranslations } from "next-intl";
import { Figures } from "@/components/monitoring/charts/figures";
import { useServerPage } from "../cockpit/server-context";

export function FiguresTab() {
  const t = useTranslations("servers.tabs");
  const { server, channel } = useServerPage();
  return <Figures subject={{ kind: "server", id: server.id, channel }} emptyText={t("figuresAreStoredWhile")} />;
}
