import { Meter } from "@/components/ui/meter";
import classes from "./create-wizard.module.css";

export type Amounts = { servers: number; memory: number; cpu: number; diskSpace: number };

const rows = [
  ["servers", "Servers", "servers"],
  ["memory", "Memory", "GiB"],
  ["cpu", "CPU", "cores"],
  ["diskSpace", "Disk", "GiB"],
] as const;

const round = (value: number) => Math.round(value * 100) / 100;

/** The quota after this server: what is used and what this one adds, of the limit. */
export function QuotaRows({ used, added, quota }: { used: Amounts; added: Amounts; quota: Amounts }) {
  return (
    <div className={classes.quota}>
      {rows.map(([name, label, unit]) => {
        const after = round(used[name] + added[name]);
        return (
          <div key={name}>
            <Meter label={`${label} after this`} used={after} total={quota[name]} unit={unit} />
            <p className={classes.sum} data-over={after > quota[name] || undefined}>
              {after > quota[name]
                ? `${round(after - quota[name])} ${unit} more than your quota`
                : `${round(used[name])} used + ${round(added[name])} for this one`}
            </p>
          </div>
        );
      })}
    </div>
  );
}
