const machinesNow = Date.now;
let offset = 0;
let isInstalled = false;

/** Milliseconds since 1970 by the machine's clock, for what passes while a function runs. */
export const machineTime = (): number => machinesNow();

/**
 * Moves what `Date` tells in this thread or process: `new Date()`, `Date()` and `Date.now()` are `milliseconds` ahead of
 * the machine from now on. Timers and `performance` stay.
 */
export function moveDate(milliseconds: number): void {
  offset = milliseconds;
  if (!isInstalled) install();
  isInstalled = true;
}

function install(): void {
  const machines = Date;
  const now = () => machinesNow() + offset;
  machines.now = now;
  globalThis.Date = new Proxy(machines, {
    apply: () => new machines(now()).toString(),
    construct: (target, given, wanted) => Reflect.construct(target, given.length ? given : [now()], wanted),
  });
  machines.prototype.constructor = globalThis.Date;
}
