/** The last hours of one figure from 0 to 100 as a small line. The number beside it says what it shows. */
export function SparkLine({
  values,
  width = 96,
  height = 22,
}: {
  values: readonly number[];
  width?: number;
  height?: number;
}) {
  if (values.length < 2) return null;
  const x = (place: number) => ((place / (values.length - 1)) * width).toFixed(1);
  const y = (value: number) => (height - 1 - (Math.min(100, Math.max(0, value)) / 100) * (height - 2)).toFixed(1);
  const points = values.map((value, place) => `${x(place)},${y(value)}`).join(" ");
  return (
    <svg width={width} height={height} aria-hidden="true" style={{ display: "block" }}>
      <polyline points={points} fill="none" stroke="#129c80" strokeWidth={1.5} />
    </svg>
  );
}
