export {
  type InstanceReport,
  listInstances,
  removeForgottenInstances,
  reportInstance,
} from "./stage-status.ts";
