import type { Metadata } from "next";
import { TemplateDetail } from "@/components/executors/templates/template-detail";
import { may, reachOf } from "@/lib/access/permissions";
import { baseConfig } from "@/lib/executors/config/contract";
import { listExecutors } from "@/lib/executors/queries";
import { listRollouts } from "@/lib/executors/rollouts/rollouts";
import { getTemplate } from "@/lib/executors/templates/templates";
import { orNotFound, requirePageActor } from "@/lib/http/pages/page-actor";
import { readId } from "@/lib/http/pages/page-input";
import { staffChannel, userChannel } from "@/lib/realtime/contract";

type Props = { params: Promise<{ id: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const actor = await requirePageActor("executor_template.read");
  const template = await orNotFound(getTemplate(actor, await readId(params)));
  return { title: template.name };
}

export default async function TemplatePage({ params }: Props) {
  const actor = await requirePageActor("executor_template.read");
  const id = await readId(params);
  const template = await orNotFound(getTemplate(actor, id));
  const [rollouts, members] = await Promise.all([
    orNotFound(listRollouts(actor, id)),
    listExecutors(actor, { limit: 100, templateId: id }),
  ]);
  const isStaff = reachOf(actor, "executor.read") === "all";
  return (
    <TemplateDetail
      initial={template}
      initialRollouts={rollouts}
      initialMembers={members}
      base={baseConfig}
      channel={isStaff ? staffChannel : userChannel(actor.userId ?? "")}
      isStaff={isStaff}
      canManage={may(actor, "executor_template.manage")}
    />
  );
}
