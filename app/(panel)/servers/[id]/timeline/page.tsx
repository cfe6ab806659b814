import { TimelineTab } from "@/components/servers/tabs/timeline-tab";
import { requireTab, type ServerPageProps } from "../read-server";

export default async function ServerTimelinePage({ params }: ServerPageProps) {
  await requireTab(params, () => true);
  return <TimelineTab />;
}
