// What `npm test` says of time at its end: of each part, and of the slowest test files.

/** Lines that tell how long each part took, and which files took longest. */
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

/** A time as people read it. */
export const seconds = (ms) => `${(ms / 1000).toFixed(1)} s`;

/** The time of each file in a report of Playwright, whose suites hold suites. */
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
