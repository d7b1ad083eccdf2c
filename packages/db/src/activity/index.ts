export {
  type Activity,
  openActivity,
  type RecentArrivalRow,
  type RecentDocumentRow,
} from "./activity.ts";
