import { answerMetrics } from "@/server/rest/metrics.ts";

export const GET = (request: Request) => answerMetrics(request);
