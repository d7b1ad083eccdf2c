import { writeFileSync } from "node:fs";
import type { Reporter, TestModule } from "vitest/node";

/**
 * A reporter for vitest that writes the time of each test file including hooks, which vitest's JSON
 * reporter leaves out.
 */
export class FileTimes implements Reporter {
  readonly #target: string;
  readonly #files: { name: string; ms: number }[] = [];

  constructor(target: string) {
    this.#target = target;
  }

  onTestModuleEnd(module: TestModule): void {
    const { prepareDuration, environmentSetupDuration, collectDuration, setupDuration, duration } =
      module.diagnostic();
    const ms =
      prepareDuration + environmentSetupDuration + collectDuration + setupDuration + duration;
    this.#files.push({ name: module.relativeModuleId, ms });
  }

  onTestRunEnd(): void {
    writeFileSync(this.#target, JSON.stringify(this.#files));
  }
}
