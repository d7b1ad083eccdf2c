export {
  beginDemo,
  DEMO_CHANNEL,
  type DemoProgress,
  type DemoState,
  demoState,
  forgetDemoProgress,
  isDemoRemoved,
  readDemoProgress,
  saveDemoProgress,
} from "./demo.ts";
export { type DemoRemoval, mixedDemoFiles, removeDemo, sweepDemo } from "./removal.ts";
export { type DemoSeeding, seedDemo } from "./seed.ts";
