import type { Metadata } from "next";
import { commandForms } from "@/components/executors/commands/schema-fields-rules";
import { ExecutorDetail } from "@/components/executors/executor-detail";
import { may, reachOf } from "@/lib/access/permissions";
import { commandTypeViews } from "@/lib/executors/commands/registry";
import { baseConfig } from "@/lib/executors/config/contract";
import { programInfo } from "@/lib/executors/enrolment/program";
import { getExecutor } from "@/lib/executors/queries";
import { listTemplateChoices } from "@/lib/executors/templates/template-settings";
import { findTemplate } from "@/lib/executors/templates/templates";
import { orNotFound, requirePageActor } from "@/lib/http/pages/page-actor";
import { readId } from "@/lib/http/pages/page-input";
import { staffChannel, userChannel } from "@/lib/realtime/contract";

type Props = { params: Promise<{ id: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const actor = await requirePageActor("executor.read");
  const executor = await orNotFound(getExecutor(actor, await readId(params)));
  return { title: executor.name };
}

export default async function ExecutorPage({ params }: Props) {
  const actor = await requirePageActor("executor.read");
  const executor = await orNotFound(getExecutor(actor, await readId(params)));
  const [template, templates, program] = await Promise.all([
    findTemplate(actor, executor.templateId),
    listTemplateChoices(actor, executor.owner.id),
    programInfo(),
  ]);
  const isStaff = reachOf(actor, "executor.read") === "all";
  return (
    <ExecutorDetail
      initial={executor}
      channel={isStaff ? staffChannel : userChannel(actor.userId ?? "")}
      template={template}
      templates={templates}
      base={baseConfig}
      program={program}
      types={commandForms(commandTypeViews())}
      rights={{ manage: may(actor, "executor.manage"), command: may(actor, "executor.command") }}
    />
  );
}
