"use client";

import { useTranslations } from "next-intl";
import { serverWords } from "@/components/runs/server-words";
import { Card } from "@/components/ui/page-frame";
import { useServerPage } from "../cockpit/server-context";
import { Timeline } from "../timeline";

export function TimelineTab() {
  const tRuns = useTranslations("runs");
  const { events } = useServerPage();
  return (
    <Card flush>
      <Timeline events={events} labels={serverWords(tRuns).labels} />
    </Card>
  );
}
