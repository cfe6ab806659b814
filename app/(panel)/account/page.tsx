import type { Metadata } from "next";
import { SessionList } from "@/components/account/session-list";
import { TokenList } from "@/components/account/token-list";
import { Card, PageFrame } from "@/components/page/page-frame";
import { permissions, reachOf } from "@/lib/access/permissions";
import { listSessions } from "@/lib/auth/sessions/list-sessions";
import { listTokens } from "@/lib/auth/tokens";
import { listServers } from "@/lib/game-servers/queries";
import { requirePageActor } from "@/lib/http/page-actor";

export const metadata: Metadata = { title: "Account" };

export default async function AccountPage() {
  const actor = await requirePageActor("account.read");
  const [sessions, tokens, servers] = await Promise.all([
    listSessions(actor),
    listTokens(actor),
    listServers(actor, { limit: 100, all: false }),
  ]);
  const names = Object.keys(permissions) as (keyof typeof permissions)[];
  const scopes = names.filter((name) => reachOf(actor, name) !== "none");
  return (
    <PageFrame title="Account" lead={`${actor.name}, ${actor.email}, role ${actor.role}`}>
      <Card title="API tokens" flush>
        <TokenList tokens={tokens} scopes={scopes} servers={servers.items.map(({ id, name }) => ({ id, name }))} />
      </Card>
      <Card title="Sessions" flush>
        <SessionList sessions={sessions} />
      </Card>
    </PageFrame>
  );
}
