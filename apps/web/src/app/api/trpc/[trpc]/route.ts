import { answerTrpc } from "@/server/answer-trpc.ts";
import { unproxied } from "@/server/unproxied.ts";

const answer = (request: Request) => unproxied(request, answerTrpc);

export { answer as GET, answer as POST };
