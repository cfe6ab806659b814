import type { ReactNode } from "react";
import { Card } from "@/components/ui/page-frame";
import type { TemplateView } from "@/lib/game-servers/templates/contract";
import type { RegionView } from "@/lib/nodes/contract";
import classes from "./create-wizard.module.css";
import type { Draft } from "./draft";
import { type Amounts, QuotaRows } from "./quota-rows";

type Props = {
  draft: Draft;
  /** As typed, or as suggested. */
  name: string;
  template: TemplateView | undefined;
  regions: RegionView[];
  quota: Amounts;
  used: Amounts;
  children: ReactNode;
};

/** The requested server, and the quota after it. */
export function WizardSummary({ draft, name, template, regions, quota, used, children }: Props) {
  const region = regions.find((item) => item.slug === draft.region)?.name ?? "Nearest capacity";
  return (
    <div className={classes.summary}>
      <Card title="Summary">
        <div className={classes.body}>
          <dl className={classes.facts}>
            <dt>Name</dt>
            <dd>{name}</dd>
            <dt>Game</dt>
            <dd>
              {template?.name ?? "none"} {draft.version}
            </dd>
            <dt>Region</dt>
            <dd>{region}</dd>
            <dt>Size</dt>
            <dd className="ln-figure">
              {draft.memory} GiB, {draft.cpu} CPU, {draft.diskSpace} GiB disk
            </dd>
          </dl>
          <QuotaRows used={used} added={{ ...sizeOf(draft), servers: 1 }} quota={quota} />
          {children}
        </div>
      </Card>
    </div>
  );
}

const sizeOf = ({ memory, cpu, diskSpace }: Draft) => ({ memory, cpu, diskSpace });
