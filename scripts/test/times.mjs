// The times that `npm test` prints at its end: of each part, and of the slowest test files.

/** Lines with the time of each part and the slowest files. */
export function timesReport(parts, files, shown = 20) {
  const slowest = files.toSorted((one, other) => other.ms - one.ms).slice(0, shown);
  return [
    ...table("Time of each part", parts),
    ...(slowest.length === 0 ? [] : table(`The ${slowest.length} slowest test files`, slowest)),
  ];
}

function table(title, rows) {
  return [`${title}:`, ...rows.map(({ name, ms }) => `${seconds(ms).padStart(9)}  ${name}`)];
}

/** A time in seconds for people. */
export const seconds = (ms) => `${(ms / 1000).toFixed(1)} s`;

/** The time of each file in a report of Playwright, whose suites contain suites. */
export function journeyTimes(report, folder) {
  return report.suites.map((suite) => ({ name: `${folder}/${suite.file}`, ms: timeOf(suite) }));
}

function timeOf({ suites = [], specs = [] }) {
  const results = specs.flatMap((spec) => spec.tests).flatMap((one) => one.results);
  return [...suites.map(timeOf), ...results.map(({ duration }) => duration)].reduce(
    (sum, ms) => sum + ms,
    0,
  );
}
