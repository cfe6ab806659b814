"use client";

import { useServerPage } from "../cockpit/server-context";
import Sharing from "../settings/sharing";

export function SharingTab() {
  const { server } = useServerPage();
  return <Sharing serverId={server.id} />;
}
