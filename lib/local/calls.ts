/** How often each function called what, since the start or the last reset. */
export class CallCounts {
  #counts = new Map<string, number>();

  count(caller: string, service: string, action: string): void {
    const key = `${caller} ${service}:${action}`;
    this.#counts.set(key, (this.#counts.get(key) ?? 0) + 1);
  }

  /** From `<function> <service>:<action>` to how often. */
  snapshot(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.#counts);
  }

  /** All calls together, or those whose key holds the text. */
  total(holding = ''): number {
    return [...this.#counts].reduce((sum, [key, count]) => (key.includes(holding) ? sum + count : sum), 0);
  }

  reset(): void {
    this.#counts.clear();
  }
}
