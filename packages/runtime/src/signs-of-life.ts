const BEAT_MS = 2000;

/** Tells the supervisor every two seconds that this process gets round to its events; without a supervisor it does nothing. */
export function giveSignsOfLife(): void {
  if (process.send === undefined) return;
  const beat = () => {
    // The channel may close between the question and the message; the end of the process is somebody else's matter.
    if (process.connected) process.send?.({ kind: "alive" }, () => undefined);
  };
  beat();
  setInterval(beat, BEAT_MS).unref();
}
