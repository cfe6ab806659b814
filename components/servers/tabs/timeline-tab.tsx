"use client";

import { Card } from "@/components/ui/page-frame";
import { useServerPage } from "../cockpit/server-context";
import { Timeline } from "../timeline";

export function TimelineTab() {
  const { events } = useServerPage();
  return (
    <Card flush>
      <Timeline events={events} />
    </Card>
  );
}
