/** Calls that a page sends in one request at most, and that the portal takes in one. */
export const MAX_BATCH_CALLS = 20;
