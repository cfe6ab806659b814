import { useTranslations } from "next-intl";
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
  const t = useTranslations("servers.create");
  const region = regions.find((item) => item.slug === draft.region)?.name ?? t("nearestCapacity");
  return (
    <div className={classes.summary}>
      <Card title={t("summary")}>
        <div className={classes.body}>
          <dl className={classes.facts}>
            <dt>{t("name")}</dt>
            <dd>{name}</dd>
            <dt>{t("game")}</dt>
            <dd>
              {template?.name ?? t("none")} {draft.version}
            </dd>
            <dt>{t("region")}</dt>
            <dd>{region}</dd>
            <dt>{t("size")}</dt>
            <dd className="ln-figure">
              {t("gibCpuGiBDisk", { memory: draft.memory, cpu: draft.cpu, diskSpace: draft.diskSpace })}
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
