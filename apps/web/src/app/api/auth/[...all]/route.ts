import { answerAuth } from "@/server/sign-in-gate.ts";

export const POST = (request: Request) => answerAuth(request);
