export { BREAKAGES, type Breakage, breakSubmission } from "./broken-pings.ts";
export { type DemoChannel, dateOf, dayOf } from "./builds.ts";
export { type DemoClient, type FleetPlan, fleetClients } from "./clients.ts";
export { daySubmissions, demoPlan, historyDays } from "./history.ts";
export { type LiveFleet, openLiveFleet } from "./live.ts";
export { badBuildDay, regressionDay } from "./planted.ts";
export { openRandom, type Random } from "./random.ts";
export { CRASH_TYPE, SESSION_TYPE } from "./structured-pings.ts";
export { DEMO_SOURCE_TAG, type DemoSubmission } from "./submission.ts";
