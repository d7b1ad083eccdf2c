/**
 * Makes a read of something that changes safe to ask for at any moment: never two at once, for the older one could end last
 * and put back what has changed. A call while one runs resolves after a further one.
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
