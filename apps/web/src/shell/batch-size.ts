/** The most calls in one request, for the pages that send it and for the portal that accepts it. */
export const MAX_BATCH_CALLS = 20;
