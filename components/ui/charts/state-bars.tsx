import classes from "./state-bars.module.css";

type Props = {
  /** Oldest first; null: nothing was recorded. */
  states: readonly (string | null)[];
  /** The same in words, for people who do not see the bars. */
  label: string;
};

/** One bar for each part of time in the colour of its state; a part without a record, or not used, is low. */
export function StateBars({ states, label }: Props) {
  return (
    <svg
      className={classes.bars}
      viewBox={`0 0 ${Math.max(1, states.length)} 10`}
      preserveAspectRatio="none"
      role="img"
      aria-label={label}
    >
      {states.map((state, place) => {
        const isLow = state === null || state === "off";
        return (
          <rect
            // biome-ignore lint/suspicious/noArrayIndexKey: a part of time has no other name
            key={place}
            x={place + 0.1}
            width={0.8}
            y={isLow ? 8 : 0}
            height={isLow ? 2 : 10}
            data-state={state ?? "unknown"}
          />
        );
      })}
    </svg>
  );
}
