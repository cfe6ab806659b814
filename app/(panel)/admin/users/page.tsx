import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { InviteUser } from "@/components/admin/users/invite-user";
import { UserTable } from "@/components/admin/users/user-table";
import { IgnoredInput } from "@/components/ui/ignored-input";
import { LinkButton } from "@/components/ui/link-button";
import { PageFrame } from "@/components/ui/page-frame";
import { may } from "@/lib/access/permissions";
import { listUsers } from "@/lib/auth/accounts/accounts";
import { listQuery } from "@/lib/core/lists";
import { requirePageActor } from "@/lib/http/pages/page-actor";
import { type PageSearch, readSearch } from "@/lib/http/pages/page-input";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("pages.admin.users");
  return { title: t("users") };
}

export default async function UsersPage({ searchParams }: { searchParams: PageSearch }) {
  const t = await getTranslations("pages.admin.users");
  const actor = await requirePageActor("user.read");
  const { query, ignored } = await readSearch(listQuery, searchParams);
  const { items, nextCursor } = await listUsers(actor, query);
  return (
    <PageFrame title={t("users")} actions={may(actor, "user.manage") ? <InviteUser /> : null}>
      <IgnoredInput names={ignored} />
      <UserTable
        users={items}
        canManage={may(actor, "user.manage")}
        selfId={actor.userId ?? ""}
        search={query.q ?? ""}
      />
      {nextCursor ? (
        <div>
          <LinkButton
            variant="default"
            href={`/admin/users?cursor=${nextCursor}${query.q ? `&q=${encodeURIComponent(query.q)}` : ""}`}
          >
            {t("olderAccounts")}
          </LinkButton>
        </div>
      ) : null}
    </PageFrame>
  );
}
