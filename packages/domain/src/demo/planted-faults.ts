import type { Build } from "./builds.ts";
import type { FleetPlan } from "./clients.ts";

// The regression begins late enough to show the level before, and early enough to show that the new
// level stays.
const REGRESSION_AFTER = 14;
const REGRESSION_FACTOR = 2.2;
const BAD_BUILD_AFTER = 9;
const BAD_BUILD_DAYS = 2;
const BAD_BUILD_FACTOR = 7;

/**
 * Usage hours between two crashes, by channel: low enough that a fleet of 400 clients shows a crash
 * rate.
 */
const HOURS_PER_CRASH = { nightly: 28, beta: 60, release: 110 } as const;

/** First day whose nightly build collects garbage slowly; every later build is slow, too. */
export const regressionDay = (plan: FleetPlan): number => plan.firstDay + REGRESSION_AFTER;

/** First day of the nightly builds that crash often; the build of two days later is good again. */
export const badBuildDay = (plan: FleetPlan): number => plan.firstDay + BAD_BUILD_AFTER;

/** How much longer garbage collection takes in this build. */
export function collectionFactor(plan: FleetPlan, build: Build): number {
  return build.channel === "nightly" && build.day >= regressionDay(plan) ? REGRESSION_FACTOR : 1;
}

/** Crashes per hour of use in this build. */
export function crashRate(plan: FleetPlan, build: Build): number {
  const age = build.day - badBuildDay(plan);
  const isBad = build.channel === "nightly" && age >= 0 && age < BAD_BUILD_DAYS;
  return (isBad ? BAD_BUILD_FACTOR : 1) / HOURS_PER_CRASH[build.channel];
}
