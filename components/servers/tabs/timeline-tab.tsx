"use client";

import { serverWords } from "@/components/runs/server-words";
import { Card } from "@/components/ui/page-frame";
import { useServerPage } from "../cockpit/server-context";
import { Timeline } from "../timeline";

export function TimelineTab() {
  const { events } = useServerPage();
  return (
    <Card flush>
      <Timeline events={events} labels={serverWords.labels} />
    </Card>
  );
}
