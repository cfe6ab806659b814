import type { Metadata } from "next";
import { TokenList } from "@/components/account/token-list";
import { Card, PageFrame } from "@/components/ui/page-frame";
import { permissions, reachOf, stepUpScope } from "@/lib/access/permissions";
import { listTokens } from "@/lib/auth/tokens/tokens";
import { keysOf } from "@/lib/core/records";
import { listServers } from "@/lib/game-servers/queries";
import { requirePageActor } from "@/lib/http/pages/page-actor";

export const metadata: Metadata = { title: "API tokens" };

export default async function TokensPage() {
  const actor = await requirePageActor("account.read");
  const [tokens, servers] = await Promise.all([listTokens(actor), listServers(actor, { limit: 100, all: false })]);
  const scopes = [...keysOf(permissions).filter((name) => reachOf(actor, name) !== "none"), stepUpScope];
  return (
    <PageFrame
      title="API tokens"
      lead="For scripts that use the API in your name, with the permissions that you choose."
    >
      <Card flush>
        <TokenList tokens={tokens} scopes={scopes} servers={servers.items.map(({ id, name }) => ({ id, name }))} />
      </Card>
    </PageFrame>
  );
}
