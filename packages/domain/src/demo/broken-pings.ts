import type { Build } from "./builds.ts";
import type { DemoClient } from "./clients.ts";
import { between, pick, type Random, uuid } from "./random.ts";
import { SESSION_TYPE } from "./structured-pings.ts";
import { type DemoSubmission, structuredSubmission, telemetrySubmission } from "./submission.ts";

/** Kinds of broken submissions; the loader refuses each kind for a reason of its own. */
export const BREAKAGES = [
  "torn gzip",
  "not JSON",
  "missing client id",
  "unknown type",
  "unknown version",
  "short path",
] as const;
export type Breakage = (typeof BREAKAGES)[number];

interface BrokenOptions {
  readonly client: DemoClient;
  readonly build: Build;
  readonly atMs: number;
}

/** Makes a submission that can't land; `random` chooses its kind. */
export function brokenSubmission(random: Random, options: BrokenOptions): DemoSubmission {
  const breakage = pick(
    random,
    BREAKAGES.map((kind) => [kind, 1] as const),
  );
  return breakSubmission(random, breakage, options);
}

/** Makes a submission of one broken kind. */
export function breakSubmission(
  random: Random,
  breakage: Breakage,
  { client, build, atMs }: BrokenOptions,
): DemoSubmission {
  const documentId = uuid(random);
  const document = bareMainPing(documentId, client, build, atMs);
  const input = { atMs, documentId, client, build, document };
  const sound = telemetrySubmission("main", input);
  switch (breakage) {
    case "torn gzip":
      return { ...sound, packing: "torn" };
    case "not JSON":
      return {
        ...sound,
        text: `<html><body>Login required ${between(random, 1, 9)}</body></html>`,
      };
    case "missing client id": {
      const { clientId, ...rest } = document;
      return { ...sound, text: JSON.stringify({ ...rest, client: clientId }) };
    }
    case "unknown type":
      return telemetrySubmission("demo-survey", input);
    case "unknown version":
      return structuredSubmission({ ...SESSION_TYPE, version: 7 }, input);
    case "short path":
      return { ...sound, uri: `/submit/telemetry/${documentId}/main/Firefox/${build.version}` };
  }
}

/** The smallest valid main ping. */
function bareMainPing(id: string, client: DemoClient, build: Build, atMs: number) {
  return {
    type: "main",
    id,
    version: 4,
    clientId: client.id,
    creationDate: new Date(atMs).toISOString(),
    application: {
      architecture: "x86-64",
      buildId: build.buildId,
      channel: build.channel,
      displayVersion: build.displayVersion,
      name: "Firefox",
      platformVersion: build.version,
      vendor: "Mozilla",
      version: build.version,
      xpcomAbi: "x86_64-gcc3",
    },
  };
}
