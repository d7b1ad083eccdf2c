export {
  beginDemo,
  DEMO_CHANNEL,
  DEMO_TOPIC,
  type DemoProgress,
  type DemoState,
  demoState,
  forgetDemoProgress,
  isDemoRemoved,
  readDemoProgress,
  saveDemoProgress,
} from "./demo.ts";
export { createDemoQueries, type DemoQueriesOutcome } from "./demo-queries.ts";
export {
  type DemoRemoval,
  mixedDemoFiles,
  removeDemo,
  swapDemoFile,
  sweepDemo,
} from "./removal.ts";
