/** Returns in the next turn of the event loop: when all that is asked for in this one has been asked. */
export const yieldToEventLoop = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
