/** npm and the terminal both pass a Ctrl-C on, so that one press of the keys arrives twice; in milliseconds. */
const samePress = 500;

/** Aborts at Ctrl-C or SIGTERM. Whoever presses again wants out at once. */
export function stopSignal(): AbortSignal {
  const controller = new AbortController();
  let first = 0;
  const stop = () => {
    if (controller.signal.aborted) {
      if (Date.now() - first > samePress) process.exit(130);
      return;
    }
    first = Date.now();
    controller.abort();
  };
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, stop);
  return controller.signal;
}
