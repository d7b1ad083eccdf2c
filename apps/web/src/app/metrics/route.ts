import { answerMetrics } from "@/features/rest/metrics.ts";

export const GET = (request: Request) => answerMetrics(request);
