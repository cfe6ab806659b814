import { LinkButton } from "@/components/page/link-button";
import { EmptyState } from "@/components/page/page-frame";
import type { ExecutorView } from "@/lib/executors/contract";
import { ExecutorRows } from "./executor-rows";
import classes from "./executors.module.css";

/** Who follows a template, the newest hundred. */
export function TemplateMembers({
  templateId,
  members,
  listPath,
}: {
  templateId: string;
  members: { items: ExecutorView[]; nextCursor: string | null };
  /** Where all of them are: the person's own, or everybody's for staff. */
  listPath: string;
}) {
  return (
    <div className="ln-card">
      {members.items.length === 0 ? (
        <EmptyState title="No executor follows this template.">
          Choose it when you create an executor, or in the settings of an executor.
        </EmptyState>
      ) : (
        <ExecutorRows items={members.items} />
      )}
      {members.nextCursor ? (
        <div className={classes.foot}>
          <LinkButton variant="default" href={`${listPath}?templateId=${templateId}`}>
            Show all
          </LinkButton>
        </div>
      ) : null}
    </div>
  );
}
