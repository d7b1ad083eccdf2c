interface SparklineProps {
  readonly values: readonly number[];
  /** The description for screen readers. */
  readonly label: string;
  readonly className?: string;
}

const WIDTH = 120;
const HEIGHT = 28;

/** A small line without axes: the shape of the last values. */
export function Sparkline({ values, label, className }: SparklineProps) {
  if (values.length < 2) return null;
  const most = Math.max(...values, 1);
  // Constant values are drawn at half height: at full height they would look large.
  const isFlat = values.every((value) => value === values[0]);
  const top = isFlat ? most * 2 : most;
  const step = WIDTH / (values.length - 1);
  const points = values.map(
    (value, index) =>
      `${(index * step).toFixed(1)},${(HEIGHT - 2 - (value / top) * (HEIGHT - 4)).toFixed(1)}`,
  );
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="none"
      className={className}
    >
      {isFlat ? null : (
        <polygon
          points={`0,${HEIGHT} ${points.join(" ")} ${WIDTH},${HEIGHT}`}
          fill="var(--accent)"
          opacity="0.12"
        />
      )}
      <polyline
        points={points.join(" ")}
        fill="none"
        stroke="var(--accent)"
        strokeWidth="1.5"
        vectorEffect="non-scaling-stroke"
      />
    </svg>
  );
}
