"use client";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import {
  createTRPCClient,
  type HTTPLinkOptions,
  httpBatchLink,
  httpLink,
  splitLink,
} from "@trpc/client";
import { createTRPCContext } from "@trpc/tanstack-react-query";
import { type ReactNode, useState } from "react";
import superjson from "superjson";
import type { AppRouter } from "../server/root.ts";
import { MAX_BATCH_CALLS } from "./batch-size.ts";
import { noticeSessionEnd } from "./session-end.ts";

const context = createTRPCContext<AppRouter>();

/** Typed access to the portal's procedures from a component. */
export const useApi = context.useTRPC;
export const useApiClient = context.useTRPCClient;

type Fetch = NonNullable<HTTPLinkOptions<{ errorShape: unknown; transformer: true }>["fetch"]>;

/** Milliseconds for which an answer is reused, so that going back and forth needs no requests. */
const STALE_MS = 5000;

const watchedFetch: Fetch = async (input, init) => {
  const response = await fetch(input, { ...init, signal: init?.signal ?? null });
  noticeSessionEnd(response);
  return response;
};

/**
 * Connects the pages to the portal's procedures. Long polls are sent outside of batches, so that
 * they delay no other calls.
 */
export function ApiProvider({ children }: { readonly children: ReactNode }) {
  const [queryClient] = useState(
    () =>
      new QueryClient({
        defaultOptions: { queries: { staleTime: STALE_MS, retry: 1, refetchOnWindowFocus: false } },
      }),
  );
  const [client] = useState(() => {
    const options = { url: "/api/trpc", transformer: superjson, fetch: watchedFetch };
    return createTRPCClient<AppRouter>({
      links: [
        splitLink({
          condition: (operation) => operation.context["unbatched"] === true,
          true: httpLink(options),
          // Some proxies refuse longer addresses; the remaining calls go into a second request.
          false: httpBatchLink({ ...options, maxURLLength: 8000, maxItems: MAX_BATCH_CALLS }),
        }),
      ],
    });
  });
  return (
    <QueryClientProvider client={queryClient}>
      <context.TRPCProvider trpcClient={client} queryClient={queryClient}>
        {children}
      </context.TRPCProvider>
    </QueryClientProvider>
  );
}
