const BEAT_MS = 2000;

/** A message to the process that started this one. */
type ParentMessage =
  | { readonly kind: "ready" | "alive" }
  /**
   * A text for the person who started the product. After `refused` the parent should not start this
   * process again.
   */
  | { readonly kind: "note" | "refused"; readonly text: string };

/**
 * Sends a message to the process that started this one; does nothing without such a process, or
 * after it has ended.
 */
export function sendToParent(message: ParentMessage): void {
  // The channel may close between the check and the message; the lifecycle handles the end of the
  // parent.
  if (process.connected) process.send?.(message, () => undefined);
}

/**
 * Tells the supervisor every two seconds that this process handles its events; does nothing without
 * a supervisor.
 */
export function sendHeartbeats(): void {
  if (process.send === undefined) return;
  const beat = () => sendToParent({ kind: "alive" });
  beat();
  setInterval(beat, BEAT_MS).unref();
}
