export {
  forgetRequest,
  keepAnswer,
  type RequestKey,
  type RequestState,
  removeOldRequests,
  takeRequest,
} from "./requests.ts";
