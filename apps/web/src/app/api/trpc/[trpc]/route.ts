import { AppError } from "@headwater/domain";
import { fetchRequestHandler } from "@trpc/server/adapters/fetch";
import { createContext } from "@/server/context.ts";
import { headersOf } from "@/server/error-map.ts";
import { appRouter } from "@/server/root.ts";

function handler(request: Request): Promise<Response> {
  return fetchRequestHandler({
    endpoint: "/api/trpc",
    req: request,
    router: appRouter,
    createContext: ({ resHeaders }) => createContext(request, resHeaders),
    allowMethodOverride: true,
    responseMeta({ errors }) {
      const [known] = errors.map(({ cause }) => cause).filter((cause) => cause instanceof AppError);
      return known === undefined ? {} : { headers: headersOf(known.code) };
    },
  });
}

export { handler as GET, handler as POST };
