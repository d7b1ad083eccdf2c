import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

const PATHS = [
  "/usr/bin/firefox-esr",
  "/usr/bin/firefox",
  "/Applications/Firefox.app/Contents/MacOS/firefox",
];

/** Path of an installed Firefox; null if no Firefox is installed. */
export function findFirefox(): string | null {
  return PATHS.find((path) => existsSync(path)) ?? null;
}

/** Makes a profile that sends telemetry to our edge at once instead of to Mozilla after hours. */
export function makeProfile(folder: string, edgePort: number): void {
  const preferences = {
    "toolkit.telemetry.server": `http://127.0.0.1:${edgePort}`,
    "telemetry.fog.test.localhost_port": edgePort,
    "toolkit.telemetry.send.overrideOfficialCheck": true,
    "datareporting.healthreport.uploadEnabled": true,
    "datareporting.policy.dataSubmissionEnabled": true,
    "datareporting.policy.dataSubmissionPolicyBypassNotification": true,
    "toolkit.telemetry.initDelay": 1,
    "toolkit.telemetry.minSubsessionLength": 0,
    "toolkit.telemetry.newProfilePing.delay": 5,
    "toolkit.telemetry.testing.disableFuzzingDelay": true,
    "toolkit.telemetry.shutdownPingSender.enabledFirstSession": true,
    "toolkit.telemetry.firstShutdownPing.enabled": true,
    "app.normandy.enabled": false,
    "app.update.enabled": false,
    "browser.shell.checkDefaultBrowser": false,
    "browser.aboutwelcome.enabled": false,
    "extensions.getAddons.cache.enabled": false,
    "services.settings.server": "data:,#remote-settings-dummy/v1",
    "network.captive-portal-service.enabled": false,
    "network.connectivity-service.enabled": false,
  };
  mkdirSync(folder, { recursive: true });
  const lines = Object.entries(preferences).map(
    ([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});`,
  );
  writeFileSync(join(folder, "user.js"), `${lines.join("\n")}\n`);
}

/**
 * Runs a headless Firefox on a profile until `done` returns true or the time limit is reached, then
 * quits Firefox as a desktop does.
 */
export async function runFirefox(
  profile: string,
  { limitMs, done }: { limitMs: number; done: () => Promise<boolean> },
): Promise<void> {
  const firefox = findFirefox();
  if (firefox === null) throw new Error("no Firefox");
  const child: ChildProcess = spawn(
    firefox,
    ["--headless", "--no-remote", "--profile", profile, "about:blank"],
    {
      stdio: "ignore",
      env: { PATH: "/usr/bin:/bin", HOME: profile, MOZ_HEADLESS: "1" },
    },
  );
  const gone = new Promise<void>((resolve) => child.once("close", () => resolve()));
  const deadline = Date.now() + limitMs;
  while (Date.now() < deadline && !(await done())) await sleep(1000);
  child.kill("SIGTERM");
  const kill = setTimeout(() => child.kill("SIGKILL"), 15_000);
  await gone;
  clearTimeout(kill);
}
