import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { HostedQuota } from "@/components/admin/users/hosted-quota";
import { UserAccess } from "@/components/admin/users/user-access";
import { UserQuota } from "@/components/admin/users/user-quota";
import { UserSessions } from "@/components/admin/users/user-sessions";
import { LinkButton } from "@/components/ui/link-button";
import { Card, PageFrame } from "@/components/ui/page-frame";
import { may } from "@/lib/access/permissions";
import { getUser } from "@/lib/auth/accounts/user-detail";
import { listSessionsOfUser } from "@/lib/auth/sessions/list-sessions";
import { listPersonQuotas } from "@/lib/hosted-services/plans/quotas";
import { orNotFound, requirePageActor } from "@/lib/http/pages/page-actor";
import { readId } from "@/lib/http/pages/page-input";

type Props = { params: Promise<{ id: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const actor = await requirePageActor("user.read");
  return { title: (await orNotFound(getUser(actor, await readId(params)))).name };
}

export default async function UserPage({ params }: Props) {
  const t = await getTranslations("pages.admin.users.id");
  const actor = await requirePageActor("user.read");
  const id = await readId(params);
  const user = await orNotFound(getUser(actor, id));
  const canManage = may(actor, "user.manage");
  const hosted = await listPersonQuotas(actor, id);
  const sessions = canManage ? await listSessionsOfUser(actor, id) : [];
  const audit = may(actor, "audit.read") ? (
    <LinkButton variant="default" href={`/admin/audit?actor=${id}`}>
      {t("auditEntries")}
    </LinkButton>
  ) : undefined;
  return (
    <PageFrame title={user.name} lead={user.email ?? undefined} actions={audit}>
      <Card title={t("accessAndSecondFactors")}>
        <UserAccess user={user} canManage={canManage && id !== actor.userId} />
      </Card>
      <Card title={t("quota")}>
        <UserQuota user={user} canManage={canManage} />
      </Card>
      <Card title={t("quotaOfHostedServices")}>
        <HostedQuota userId={id} quotas={hosted.items} canManage={canManage} />
      </Card>
      {canManage ? (
        <Card title={t("sessions")} flush>
          <UserSessions userId={id} sessions={sessions} />
        </Card>
      ) : null}
    </PageFrame>
  );
}
