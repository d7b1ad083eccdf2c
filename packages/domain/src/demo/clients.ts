import { type Build, type DemoChannel, latestBuild } from "./builds.ts";
import { around, between, chance, openRandom, pick, type Random, uuid } from "./random.ts";

/** Everything that decides a fleet: two equal plans give two equal fleets. */
export interface FleetPlan {
  readonly seed: string;
  /** First day of the history, UTC days since the epoch. */
  readonly firstDay: number;
  readonly days: number;
  readonly clients: number;
}

interface DemoSystem {
  /** The value of `environment.system.os.name`. */
  readonly name: "Windows_NT" | "Darwin" | "Linux";
  readonly version: string;
  /** Platform part of the User-Agent header. */
  readonly platform: string;
}

/** One simulated profile. */
export interface DemoClient {
  readonly id: string;
  readonly channel: DemoChannel;
  /** ISO country of the user's search region. */
  readonly country: string;
  readonly locale: string;
  readonly timezoneMinutes: number;
  readonly system: DemoSystem;
  readonly cores: number;
  readonly memoryMb: number;
  /** 1 is an ordinary machine, 2 takes twice as long for everything. */
  readonly slowness: number;
  /** First day on which the client is active. */
  readonly joinDay: number;
  /** Last day on which the client is active. */
  readonly leaveDay: number;
  readonly weekdayChance: number;
  readonly weekendChance: number;
  readonly hoursPerDay: number;
  /** Days between the release of a build and its installation by this client. */
  readonly updateDelay: number;
  readonly isDefaultBrowser: boolean;
  readonly addons: readonly string[];
  /** The debug id that the pings carry; only a few clients have one. */
  readonly debugId: string | null;
}

const CHANNEL_SHARES = [
  ["release", 50],
  ["nightly", 30],
  ["beta", 20],
] as const;

interface Region {
  readonly country: string;
  readonly locale: string;
  readonly timezoneMinutes: number;
}

const COUNTRIES: readonly (readonly [Region, number])[] = [
  [{ country: "US", locale: "en-US", timezoneMinutes: -300 }, 26],
  [{ country: "DE", locale: "de", timezoneMinutes: 60 }, 15],
  [{ country: "FR", locale: "fr", timezoneMinutes: 60 }, 9],
  [{ country: "IN", locale: "en-US", timezoneMinutes: 330 }, 9],
  [{ country: "BR", locale: "pt-BR", timezoneMinutes: -180 }, 8],
  [{ country: "GB", locale: "en-GB", timezoneMinutes: 0 }, 7],
  [{ country: "PL", locale: "pl", timezoneMinutes: 60 }, 6],
  [{ country: "ID", locale: "id", timezoneMinutes: 420 }, 6],
  [{ country: "JP", locale: "ja", timezoneMinutes: 540 }, 5],
  [{ country: "CA", locale: "en-CA", timezoneMinutes: -300 }, 5],
  [{ country: "ES", locale: "es-ES", timezoneMinutes: 60 }, 4],
];

const SYSTEMS: readonly (readonly [DemoSystem, number])[] = [
  [{ name: "Windows_NT", version: "10.0", platform: "Windows NT 10.0; Win64; x64" }, 74],
  [{ name: "Windows_NT", version: "6.1", platform: "Windows NT 6.1; Win64; x64" }, 4],
  [{ name: "Darwin", version: "24.6.0", platform: "Macintosh; Intel Mac OS X 10.15" }, 13],
  [{ name: "Linux", version: "6.12.48", platform: "X11; Linux x86_64" }, 9],
];

const ADDONS = ["uBlock0@raymondhill.net", "{446900e4-71c2-419f-a6a7-df9c091e268b}"] as const;
const LONGEST_DELAY = { nightly: 2, beta: 2, release: 8 } as const;
const DEBUG_NAMES = ["demo-ada", "demo-grace", "demo-katherine"] as const;

/** The clients of a fleet, in an order that never changes. */
export function fleetClients(plan: FleetPlan): DemoClient[] {
  return Array.from({ length: plan.clients }, (_, index) => makeClient(plan, index));
}

function makeClient(plan: FleetPlan, index: number): DemoClient {
  const random = openRandom(plan.seed, "client", index);
  const channel = pick(random, CHANNEL_SHARES);
  const cores = pick(random, [
    [2, 3],
    [4, 4],
    [8, 3],
    [12, 1],
  ] as const);
  const debugId = DEBUG_NAMES[index] ?? null;
  return {
    id: uuid(random),
    channel,
    ...pick(random, COUNTRIES),
    system: pick(random, SYSTEMS),
    cores,
    memoryMb: cores * 2048 + between(random, -64, -16),
    slowness: around(random, 4 / (cores + 1), 0.25),
    ...lifeOf(random, plan, debugId !== null),
    weekdayChance: 0.6 + 0.38 * random.next(),
    weekendChance: 0.35 + 0.5 * random.next(),
    hoursPerDay: around(random, 3.6, 0.45),
    updateDelay: between(random, 0, LONGEST_DELAY[channel] * random.next()),
    isDefaultBrowser: chance(random, 0.7),
    addons: ADDONS.filter(() => chance(random, 0.3)),
    debugId,
  };
}

/** Most clients exist before the history begins; some join and some leave during the history. */
function lifeOf(random: Random, plan: FleetPlan, stays: boolean) {
  const lastDay = plan.firstDay + plan.days - 1;
  const isNew = chance(random, 0.22);
  const joinDay = isNew
    ? between(random, plan.firstDay + 1, lastDay - 1)
    : plan.firstDay - between(random, 10, 900);
  const leaves = chance(random, 0.15);
  const earliest = Math.max(joinDay, plan.firstDay);
  const leaveDay = leaves && !stays ? between(random, earliest, lastDay) : Number.MAX_SAFE_INTEGER;
  return { joinDay: stays ? plan.firstDay - 100 : joinDay, leaveDay };
}

export const isAlive = (client: DemoClient, day: number): boolean =>
  day >= client.joinDay && day <= client.leaveDay;

/** The build that a client runs on a day. */
export const clientBuild = (client: DemoClient, day: number): Build =>
  latestBuild(client.channel, day - client.updateDelay);
