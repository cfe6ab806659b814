import { SettingsTab } from "@/components/servers/tabs/settings-tab";
import { requireTab, type ServerPageProps } from "../read-server";

export default async function ServerSettingsPage({ params }: ServerPageProps) {
  await requireTab(
    params,
    (rights) => rights.update || rights.reinstall || rights.delete || rights.credentials || rights.suspend,
  );
  return <SettingsTab />;
}
