const longestTimer = 2 ** 31 - 1;

/** A timer for the earliest of many instants; it keeps nobody awake who could leave. */
export class WakeUp {
  #ring: () => void;
  #set: { at: number; timer: NodeJS.Timeout } | undefined;

  constructor(ring: () => void) {
    this.#ring = ring;
  }

  /** Rings at that instant (milliseconds since the epoch) if not earlier anyway. */
  by(at: number | undefined): void {
    if (at === undefined || (this.#set && this.#set.at <= at)) return;
    this.cancel();
    const wait = Math.min(Math.max(at - Date.now(), 0), longestTimer);
    this.#set = { at, timer: setTimeout(() => this.#go(), wait).unref() };
  }

  cancel(): void {
    clearTimeout(this.#set?.timer);
    this.#set = undefined;
  }

  #go(): void {
    this.#set = undefined;
    this.#ring();
  }
}
