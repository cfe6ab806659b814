import { ConsoleTab } from "@/components/servers/tabs/console-tab";
import { requireTab, type ServerPageProps } from "../read-server";

export default async function ServerConsolePage({ params }: ServerPageProps) {
  await requireTab(params, ({ console }) => console);
  return <ConsoleTab />;
}
