import { useTranslations } from "next-intl";
import { Meter } from "@/components/ui/meter";
import classes from "./create-wizard.module.css";

type Texts = ReturnType<typeof useTranslations<"servers.create">>;

export type Amounts = { servers: number; memory: number; cpu: number; diskSpace: number };

const rows = (t: Texts) =>
  [
    ["servers", t("servers"), t("unitServers")],
    ["memory", t("memory"), "GiB"],
    ["cpu", "CPU", t("unitCores")],
    ["diskSpace", t("disk"), "GiB"],
  ] as const;

const round = (value: number) => Math.round(value * 100) / 100;

/** The quota after this server: what is used and what this one adds, of the limit. */
export function QuotaRows({ used, added, quota }: { used: Amounts; added: Amounts; quota: Amounts }) {
  const t = useTranslations("servers.create");
  return (
    <div className={classes.quota}>
      {rows(t).map(([name, label, unit]) => {
        const after = round(used[name] + added[name]);
        return (
          <div key={name}>
            <Meter label={t("afterThis", { label })} used={after} total={quota[name]} unit={unit} />
            <p className={classes.sum} data-over={after > quota[name] || undefined}>
              {after > quota[name]
                ? t("moreThanYourQuota", { after: round(after - quota[name]), unit })
                : t("usedForThisOne", { name: round(used[name]), name2: round(added[name]) })}
            </p>
          </div>
        );
      })}
    </div>
  );
}
