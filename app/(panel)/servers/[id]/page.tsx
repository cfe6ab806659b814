import { ConsoleTab } from "@/components/servers/tabs/console-tab";
import { leadToFirstTab, type ServerPageProps } from "./read-server";

/** The address of the server itself shows its first tab. */
export default async function ServerPage({ params }: ServerPageProps) {
  await leadToFirstTab(params);
  return <ConsoleTab />;
}
