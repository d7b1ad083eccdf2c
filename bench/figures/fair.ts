import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { runningServerUrl } from "../../packages/db/src/embedded/index.ts";
import { openDatabase } from "../../packages/db/src/index.ts";
import { startStack } from "../../scripts/stack.mjs";
import type { Figure, Row } from "../figure.ts";
import { addPerson, type PortalPerson } from "./fair/portal-person.ts";

const PEOPLE = 10;
const ROUND_MS = 20_000;
const THINK_MS = 1500;
const HEALTH_EVERY_MS = 100;
const HEALTH_BAR_MS = 500;
const TRIVIAL_BAR_MS = 1000;

/** Measures ten people's ordinary use while one person floods the portal. */
export const figure: Figure = {
  name: "fair",
  title: "Fairness: ten people's ordinary use beside one who floods the portal",
  async run() {
    const stack = await startStack({ demo: "off" });
    const database = openDatabase(
      runningServerUrl({
        dataDir: join(stack.home, "postgres"),
        passwordFile: join(stack.home, "secrets/postgres"),
      }) ?? "",
    );
    try {
      const people: PortalPerson[] = [];
      for (let n = 0; n < PEOPLE; n += 1)
        people.push(await addPerson(database, stack.url, `person${n}`));
      const greedy = await addPerson(database, stack.url, "greedy");
      const rows: Row[] = [];
      for (const [name, flood] of Object.entries(await floods(greedy)))
        rows.push(...(await measured(name, { url: stack.url, people, flood })));
      return rows;
    } finally {
      await database.close();
      await stack.stop();
      stack.remove();
    }
  },
};

/** These statements are legitimate work, so their figure has no bar. */
const STATEMENTS = "20 statements of 25,000 terms at once";

type Flood = (isOver: () => boolean) => Promise<unknown>;

const TERMS = Array.from({ length: 25_000 }, (_, n) => `${n % 9}`).join(", ");
const WIDE = Array.from({ length: 1000 }, (_, n) => `i + ${n} AS c${n}`).join(", ");

async function floods(greedy: PortalPerson): Promise<Record<string, Flood>> {
  const wide = await greedy.run(`SELECT ${WIDE} FROM range(20000) t(i)`);
  const marks = (_: unknown, n: number) => ({ sql: `SELECT 1 IN (${TERMS}) -- ${n}` });
  const download = (format: string) => greedy.get(`/api/query_results/${wide}.${format}`);
  return {
    "nothing else": async () => undefined,
    "300 wrong passwords in batches": (isOver) =>
      again(isOver, () => {
        const batch = Array.from({ length: 300 }, () => "account.setPassword").join(",");
        const inputs = Array.from({ length: 300 }, (_, n) => [
          n,
          { json: { current: `wrong ${n}`, next: "some other words" } },
        ]);
        return greedy.call(`${batch}?batch=1`, Object.fromEntries(inputs)).catch(() => undefined);
      }),
    "80 checks of 25,000 terms at once": (isOver) =>
      again(isOver, () =>
        Promise.all(
          Array.from({ length: 80 }, marks).map((input) => greedy.call("sql.validate", input)),
        ),
      ),
    [STATEMENTS]: (isOver) =>
      again(isOver, () =>
        Promise.all(
          Array.from({ length: 20 }, marks).map(({ sql }) => greedy.run(sql).catch(() => "")),
        ),
      ),
    "3 downloads of 1,000 columns at once": (isOver) =>
      again(isOver, () => Promise.all(["csv", "json", "parquet"].map(download))),
  };
}

async function again(isOver: () => boolean, work: () => Promise<unknown>): Promise<void> {
  while (!isOver()) {
    await work();
    // Without this pause a refused request would be repeated at once, which no program does.
    await sleep(10);
  }
}

interface Round {
  readonly url: string;
  readonly people: readonly PortalPerson[];
  readonly flood: Flood;
}

async function measured(name: string, { url, people, flood }: Round): Promise<Row[]> {
  const end = performance.now() + ROUND_MS;
  const isOver = () => performance.now() >= end;
  const health: number[] = [];
  const trivial: number[] = [];
  const watchHealth = async () => {
    while (!isOver()) {
      health.push(await timed(() => fetch(`${url}/api/health`).then((answer) => answer.text())));
      await sleep(HEALTH_EVERY_MS);
    }
  };
  const ordinary = async (person: PortalPerson, n: number) => {
    await sleep((n * THINK_MS) / PEOPLE);
    for (let turn = 0; !isOver(); turn += 1) {
      trivial.push(await timed(() => person.run(`SELECT ${n} AS n, ${turn} AS turn`)));
      await person.call("home.overview", undefined).catch(() => undefined);
      await sleep(THINK_MS);
    }
  };
  await Promise.all([watchHealth(), ...people.map(ordinary), flood(isOver)]);
  const trivialBarMs = name === STATEMENTS ? null : TRIVIAL_BAR_MS;
  return [
    row(`/api/health beside ${name}, p99 of ${health.length}`, health, [0.99, HEALTH_BAR_MS]),
    row(`trivial statement beside ${name}, p95 of ${trivial.length}`, trivial, [
      0.95,
      trivialBarMs,
    ]),
  ];
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const from = performance.now();
  await work();
  return performance.now() - from;
}

function row(
  title: string,
  values: readonly number[],
  [share, barMs]: readonly [number, number | null],
): Row {
  const sorted = values.toSorted((one, other) => one - other);
  const at = (part: number) =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0;
  const ours = at(share);
  return {
    figure: title,
    ours: `${ours.toFixed(0)} ms`,
    floor: `median ${at(0.5).toFixed(0)} ms`,
    ratio: "",
    bar: barMs === null ? "" : `<= ${barMs} ms`,
    met: barMs === null ? null : ours <= barMs,
  };
}
