export {
  type Activity,
  openActivity,
  type RecentArrivalRow,
  type RecentDocumentRow,
} from "./activity.ts";
export { busiestTypes, liveTail, recentRate, type TailFilter } from "./reads.ts";
