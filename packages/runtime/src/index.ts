export { type Clock, systemClock } from "./clock.ts";
export {
  type Config,
  ConfigError,
  type Environment,
  loadConfig,
  redactConfig,
} from "./config/index.ts";
export { type CrashPoint, openCrashPoint } from "./crash-points.ts";
export { freeBytes, volumeBytes } from "./free-bytes.ts";
export { isAlive } from "./is-alive.ts";
export { type Lifecycle, openLifecycle } from "./lifecycle.ts";
export { type Logger, type LogTarget, openLogger } from "./logger.ts";
export {
  Counter,
  Gauge,
  Histogram,
  mergeExpositions,
  openMetrics,
  Registry,
  serveMetrics,
  withLabel,
} from "./metrics.ts";
export { surviveClosedOutput, writeOutput } from "./output.ts";
export { sendHeartbeats, sendToParent } from "./parent.ts";
export { isProxyHeader } from "./proxy-headers.ts";
export { socketPath } from "./sockets.ts";
export { closeStrayDescriptors } from "./stray-descriptors.ts";
