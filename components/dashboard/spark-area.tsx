import { useTranslations } from "next-intl";
import classes from "./spark-area.module.css";

const width = 320;
const height = 34;

type Props = {
  /** Percent, oldest first. */
  values: readonly number[];
  label: string;
};

/** CPU over the last four hours as a filled line. Without two values it is a flat line, so that nothing moves later. */
export function SparkArea({ values, label }: Props) {
  const t = useTranslations("dashboard");
  const shown = values.length < 2 ? [0, 0] : values;
  // A quiet server shows its small changes; one above a quarter is drawn to scale.
  const top = Math.min(100, Math.max(25, ...shown));
  const points = shown.map((value, place) => {
    const x = (place / (shown.length - 1)) * width;
    const y = height - 2 - (Math.min(top, Math.max(0, value)) / top) * (height - 5);
    return `${x.toFixed(1)},${y.toFixed(1)}`;
  });
  return (
    <svg
      className={classes.spark}
      viewBox={`0 0 ${width} ${height}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={values.length < 2 ? t("noCpuFiguresYet", { label }) : t("cpuOverTheLast", { label })}
    >
      <polygon points={`0,${height} ${points.join(" ")} ${width},${height}`} className={classes.area} />
      <polyline points={points.join(" ")} className={classes.line} />
    </svg>
  );
}
