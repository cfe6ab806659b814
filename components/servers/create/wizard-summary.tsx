import type { ReactNode } from "react";
import { Meter } from "@/components/ui/meter";
import { Card } from "@/components/ui/page-frame";
import type { TemplateView } from "@/lib/game-servers/contract";
import type { RegionView } from "@/lib/nodes/contract";
import classes from "./create-wizard.module.css";
import type { Draft } from "./draft";

type Amounts = { servers: number; memory: number; cpu: number; diskSpace: number };
type Props = {
  draft: Draft;
  template: TemplateView | undefined;
  regions: RegionView[];
  quota: Amounts;
  used: Amounts;
  children: ReactNode;
};

/** The requested server, and the quota after it. */
export function WizardSummary({ draft, template, regions, quota, used, children }: Props) {
  const region = regions.find((item) => item.slug === draft.region)?.name ?? "Nearest capacity";
  return (
    <div className={classes.summary}>
      <Card title="Summary">
        <div style={{ display: "grid", gap: 16 }}>
          <dl className={classes.facts}>
            <dt>Name</dt>
            <dd>{draft.name || "not named yet"}</dd>
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
          <Meter label="Servers after this" used={used.servers + 1} total={quota.servers} unit="servers" />
          <Meter label="Memory after this" used={used.memory + draft.memory} total={quota.memory} unit="GiB" />
          {children}
        </div>
      </Card>
    </div>
  );
}
