/**
 * Makes a function that refreshes a copy safe to call at any time. Two reads never run at once,
 * because the older read could end last and restore outdated data. A call during a read resolves
 * after one more read.
 */
export function oneAtATime(read: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | null = null;
  let isWanted = false;
  const untilDone = async (): Promise<void> => {
    try {
      while (isWanted) {
        isWanted = false;
        await read();
      }
    } finally {
      running = null;
    }
  };
  return () => {
    isWanted = true;
    running ??= untilDone();
    return running;
  };
}
