import classes from "./meter.module.css";

/** The used part of a limit, as figures and a bar. */
export function Meter({ label, used, total, unit }: { label: string; used: number; total: number; unit: string }) {
  const share = total > 0 ? Math.min(1, used / total) : 0;
  return (
    <div className={classes.meter}>
      <div className={classes.head}>
        <span>{label}</span>
        <span className="ln-figure">
          {used}{" "}
          <span className={classes.of}>
            of {total} {unit}
          </span>
        </span>
      </div>
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
