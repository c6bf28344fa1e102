/** Resolves in the next turn of the event loop. Requests made in this turn can be gathered until then, and sent as
 *  one call. */
export const yieldToEventLoop = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
