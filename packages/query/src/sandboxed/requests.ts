interface Request {
  readonly id: number;
  readonly method: string;
  readonly argument: unknown;
}

/**
 * Answers the requests of a long-lived process. The caller keeps the queue and the time limits, and
 * sends one request at a time.
 */
export function answerRequests<
  Methods extends Record<string, (argument: never) => Promise<unknown>>,
>(send: (message: unknown) => void, methods: Methods): (message: unknown) => void {
  const answer = async ({ id, method, argument }: Request): Promise<void> => {
    try {
      const run = methods[method];
      if (run === undefined) throw new Error(`unknown method ${method}`);
      send({ id, value: await run(argument as never) });
    } catch (error) {
      send({ id, error: error instanceof Error ? error.message : String(error) });
    }
  };
  return (message) => void answer(message as Request);
}
