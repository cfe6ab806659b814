import { SharingTab } from "@/components/servers/tabs/sharing-tab";
import { requireTab, type ServerPageProps } from "../read-server";

export default async function ServerSharingPage({ params }: ServerPageProps) {
  await requireTab(params, ({ share }) => share);
  return <SharingTab />;
}
