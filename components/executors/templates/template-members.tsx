import { useTranslations } from "next-intl";
import classes from "@/components/executors/executors.module.css";
import { ExecutorRows } from "@/components/executors/fleet/executor-rows";
import { EmptyState } from "@/components/ui/empty-state";
import { LinkButton } from "@/components/ui/link-button";
import type { ExecutorView } from "@/lib/executors/contract";

/** Executors that follow a template, the newest 100. */
export function TemplateMembers({
  templateId,
  members,
  listPath,
}: {
  templateId: string;
  members: { items: ExecutorView[]; nextCursor: string | null };
  /** The list with all of them: the person's own list, or the fleet for staff. */
  listPath: string;
}) {
  const t = useTranslations("executors.templates");
  return (
    <div className="ln-card">
      {members.items.length === 0 ? (
        <EmptyState title={t("noExecutorFollowsThis")}>{t("chooseItWhenYou")}</EmptyState>
      ) : (
        <ExecutorRows items={members.items} />
      )}
      {members.nextCursor ? (
        <div className={classes.foot}>
          <LinkButton variant="default" href={`${listPath}?templateId=${templateId}`}>
            {t("showAll")}
          </LinkButton>
        </div>
      ) : null}
    </div>
  );
}
