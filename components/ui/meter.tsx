import { useTranslations } from "next-intl";
import classes from "./meter.module.css";

type Props = {
  label: string;
  used: number;
  /** Null: no limit, and no bar. */
  total: number | null;
  unit: string;
};

/** The used part of a limit, as figures and a bar. */
export function Meter({ label, used, total, unit }: Props) {
  const t = useTranslations("ui");
  if (total === null) return <Head label={label} used={used} limit={t("noLimit")} />;
  const share = total > 0 ? Math.min(1, used / total) : 0;
  return (
    <div className={classes.meter}>
      <Head label={label} used={used} limit={t("of", { total, unit })} />
      {/* biome-ignore lint/a11y/useSemanticElements: a <meter> cannot be drawn the same in every browser */}
      <div
        className={classes.track}
        role="meter"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={total}
        aria-valuenow={Math.min(used, total)}
      >
        <div className={classes.bar} data-high={share > 0.85 || undefined} style={{ width: `${share * 100}%` }} />
      </div>
    </div>
  );
}

function Head({ label, used, limit }: { label: string; used: number; limit: string }) {
  return (
    <div className={classes.head}>
      <span>{label}</span>
      <span className="ln-figure">
        {used} <span className={classes.of}>{limit}</span>
      </span>
    </div>
  );
}
