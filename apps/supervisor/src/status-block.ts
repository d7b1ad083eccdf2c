const DEMO = {
  on: "on; remove it in Admin",
  removed: "removed",
  "switched off": "off",
} as const;

interface StatusBlock {
  readonly version: string;
  readonly home: string;
  readonly portalUrl: string;
  readonly edgeUrl: string;
  readonly database: string;
  readonly demo: keyof typeof DEMO;
  readonly logs: string;
  readonly signInUrl: string | null;
}

/** The text that a person sees when everything runs. Scripts wait for its `is ready` line. */
export function renderStatusBlock(status: StatusBlock): string {
  const rows = [
    ["Edge", `${status.edgeUrl}/submit/<namespace>/<type>/<version>/<uuid>`],
    ["Database", status.database],
    ["Demo fleet", DEMO[status.demo]],
    ["State", status.home],
    ["Logs", status.logs],
  ];
  const lines = rows.map(([label = "", text]) => `  ${label.padEnd(12)}${text}`);
  const link = status.signInUrl === null ? [] : [`Sign in once with: ${status.signInUrl}`];
  return [
    "",
    `Headwater ${status.version}`,
    ...lines,
    "",
    `Headwater is ready: ${status.portalUrl}`,
    ...link,
    "",
  ].join("\n");
}
