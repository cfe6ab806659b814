import type { Metadata } from "next";
import { SessionList } from "@/components/account/session-list";
import { Card, PageFrame } from "@/components/page/page-frame";
import { listSessions } from "@/lib/auth/sessions/list-sessions";
import { requirePageActor } from "@/lib/http/page-actor";

export const metadata: Metadata = { title: "Sessions" };

export default async function SessionsPage() {
  const actor = await requirePageActor("account.read");
  return (
    <PageFrame title="Sessions" lead="Where you are signed in. A session you end is out at once.">
      <Card flush>
        <SessionList sessions={await listSessions(actor)} />
      </Card>
    </PageFrame>
  );
}
