import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { TokenList } from "@/components/account/token-list";
import { Card, PageFrame } from "@/components/ui/page-frame";
import { permissions, reachOf, stepUpScope } from "@/lib/access/permissions";
import { listTokens } from "@/lib/auth/tokens/tokens";
import { keysOf } from "@/lib/core/records";
import { listServers } from "@/lib/game-servers/queries";
import { requirePageActor } from "@/lib/http/pages/page-actor";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("pages.account.tokens");
  return { title: t("apiTokens") };
}

export default async function TokensPage() {
  const t = await getTranslations("pages.account.tokens");
  const actor = await requirePageActor("account.read");
  const [tokens, servers] = await Promise.all([listTokens(actor), listServers(actor, { limit: 100, all: false })]);
  const scopes = [...keysOf(permissions).filter((name) => reachOf(actor, name) !== "none"), stepUpScope];
  return (
    <PageFrame title={t("apiTokens")} lead={t("forScriptsThatUse")}>
      <Card flush>
        <TokenList tokens={tokens} scopes={scopes} servers={servers.items.map(({ id, name }) => ({ id, name }))} />
      </Card>
    </PageFrame>
  );
}
