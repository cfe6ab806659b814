import { FiguresTab } from "@/components/servers/tabs/figures-tab";
import { requireTab, type ServerPageProps } from "../read-server";

export default async function ServerFiguresPage({ params }: ServerPageProps) {
  await requireTab(params, () => true);
  return <FiguresTab />;
}
