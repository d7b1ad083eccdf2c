const BEAT_MS = 2000;

/** What a process tells the one that started it. */
type ParentMessage =
  | { readonly kind: "ready" | "alive" }
  /** For the person who started the product: `note` is worth a line, and `refused` says that another try is of no use. */
  | { readonly kind: "note" | "refused"; readonly text: string };

/** Tells the process that started this one something; without one, or when it is gone, nothing happens. */
export function tellParent(message: ParentMessage): void {
  // The channel may close between the check and the message; another part looks after the end of the parent.
  if (process.connected) process.send?.(message, () => undefined);
}

/** Tells the supervisor every two seconds that this process gets round to its events; without a supervisor it does nothing. */
export function giveSignsOfLife(): void {
  if (process.send === undefined) return;
  const beat = () => tellParent({ kind: "alive" });
  beat();
  setInterval(beat, BEAT_MS).unref();
}
