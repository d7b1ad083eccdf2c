/** Runs once when the portal's server starts. */
export async function register(): Promise<void> {
  if (process.env["NEXT_RUNTIME"] !== "nodejs") return;
  const { startPortal } = await import("./server/start.ts");
  await startPortal();
}
