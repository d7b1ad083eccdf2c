import { type Build, DAY_MS } from "./builds.ts";
import type { DemoClient } from "./clients.ts";
import { countSearches, measureHistograms, measureKeyed } from "./measurements.ts";
import { between, uuid } from "./random.ts";
import type { BrowserSession, Subsession } from "./sessions.ts";

const HOUR_MS = 3_600_000;
// Firefox counts activity in ticks of five seconds.
const TICK_SECONDS = 5;

interface MainPingOptions {
  readonly session: BrowserSession;
  readonly subsession: Subsession;
  readonly documentId: string;
  readonly collectionFactor: number;
}

/**
 * Body of a `telemetry/main/4` ping: the ping that Firefox sends at the end of each subsession,
 * reduced to the fields that dashboards read.
 */
export function mainPing(options: MainPingOptions): Record<string, unknown> {
  const { session, subsession, documentId } = options;
  const { client, build } = session;
  return {
    type: "main",
    id: documentId,
    version: 4,
    creationDate: new Date(subsession.endMs).toISOString(),
    clientId: client.id,
    application: applicationOf(client, build),
    environment: environmentOf(client, build),
    payload: payloadOf(options),
  };
}

/** The `application` section, which every ping of the old telemetry has. */
function applicationOf(client: DemoClient, build: Build) {
  return {
    architecture: "x86-64",
    buildId: build.buildId,
    channel: build.channel,
    displayVersion: build.displayVersion,
    name: "Firefox",
    platformVersion: build.version,
    vendor: "Mozilla",
    version: build.version,
    xpcomAbi: abiOf(client),
  };
}

function environmentOf(client: DemoClient, build: Build) {
  const { channel, ...application } = applicationOf(client, build);
  const { name: applicationName, ...rest } = application;
  return {
    build: { ...rest, applicationId: "{ec8030f7-c20a-464f-9b0e-13a3a9e97384}", applicationName },
    partner: { distributionId: null, partnerNames: [] },
    profile: { creationDate: client.joinDay },
    settings: {
      defaultSearchEngine: "google",
      e10sEnabled: true,
      isDefaultBrowser: client.isDefaultBrowser,
      locale: client.locale,
      telemetryEnabled: true,
      update: { autoDownload: true, channel, enabled: true },
      userPrefs: { "browser.search.region": client.country },
    },
    system: {
      cpu: { cores: client.cores, count: client.cores * 2 },
      memoryMB: client.memoryMb,
      os: { name: client.system.name, version: client.system.version, locale: client.locale },
    },
    addons: { activeAddons: Object.fromEntries(client.addons.map((id) => [id, addonOf(id)])) },
  };
}

const addonOf = (id: string) => ({
  name: id.startsWith("uBlock0") ? "uBlock Origin" : "Bitwarden",
  version: "1.66.4",
  type: "extension",
  userDisabled: false,
});

const abiOf = ({ system }: DemoClient): string =>
  system.name === "Windows_NT" ? "x86_64-msvc" : "x86_64-gcc3";

function payloadOf({ session, subsession, collectionFactor }: MainPingOptions) {
  const { client, random } = session;
  const seconds = Math.round((subsession.endMs - subsession.startMs) / 1000);
  const period = { client, hours: (seconds * 1000) / HOUR_MS, collectionFactor };
  const activeTicks = Math.round((seconds / TICK_SECONDS) * (0.25 + 0.5 * random.next()));
  return {
    ver: 4,
    simpleMeasurements: { activeTicks, totalTime: seconds, main: between(random, 90, 400) },
    processes: {
      parent: {
        scalars: {
          "browser.engagement.active_ticks": activeTicks,
          "browser.engagement.total_uri_count": Math.round(activeTicks * 0.12),
          "browser.engagement.max_concurrent_tab_count": between(random, 1, 24),
          "browser.engagement.tab_open_event_count": between(random, 0, 30),
        },
        keyedScalars: { "browser.search.content.urlbar": countSearches(random, period.hours) },
      },
    },
    histograms: measureHistograms(random, period),
    keyedHistograms: measureKeyed(random, period),
    info: infoOf(session, subsession, seconds),
  };
}

function infoOf(
  session: BrowserSession,
  { reason, counter, startMs }: Subsession,
  seconds: number,
) {
  const { client, build, random } = session;
  const lived = Math.max(0, Math.floor(session.startMs / DAY_MS) - client.joinDay);
  return {
    reason,
    revision: `https://hg.mozilla.org/mozilla-central/rev/${build.buildId}`,
    timezoneOffset: client.timezoneMinutes,
    previousBuildId: null,
    sessionId: session.id,
    subsessionId: uuid(random),
    subsessionCounter: counter,
    profileSubsessionCounter: lived * 3 + counter,
    sessionStartDate: localHour(session.startMs, client.timezoneMinutes),
    subsessionStartDate: localHour(startMs, client.timezoneMinutes),
    sessionLength: Math.round((startMs - session.startMs) / 1000) + seconds,
    subsessionLength: seconds,
  };
}

/** Local time cut to the hour with its offset, as Firefox writes it. */
function localHour(ms: number, offsetMinutes: number): string {
  const hour = new Date(ms + offsetMinutes * 60_000).toISOString().slice(0, 13);
  const size = Math.abs(offsetMinutes);
  const two = (value: number) => String(value).padStart(2, "0");
  const offset = `${offsetMinutes < 0 ? "-" : "+"}${two(Math.floor(size / 60))}:${two(size % 60)}`;
  return `${hour}:00:00.0${offset}`;
}
