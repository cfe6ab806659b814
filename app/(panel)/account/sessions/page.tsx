import type { Metadata } from "next";
import { SessionList } from "@/components/account/session-list";
import { Card, PageFrame } from "@/components/ui/page-frame";
import { listSessions } from "@/lib/auth/sessions/list-sessions";
import { requirePageActor } from "@/lib/http/pages/page-actor";

export const metadata: Metadata = { title: "Sessions" };

export default async function SessionsPage() {
  const actor = await requirePageActor("account.read");
  return (
    <PageFrame
      title="Sessions"
      lead="The devices that are signed in to your account. A session that you end is signed out immediately."
    >
      <Card flush>
        <SessionList sessions={await listSessions(actor)} />
      </Card>
    </PageFrame>
  );
}
