/** Callbacks for changes of a queue, called once per microtask however many changes there were. */
export class Watchers {
  #watchers = new Set<() => void>();
  #closers = new Set<() => void>();
  #due = false;

  /** Returns how to stop watching. */
  add(watcher: () => void, onClose: () => void = () => {}): () => void {
    this.#watchers.add(watcher);
    this.#closers.add(onClose);
    return () => {
      this.#watchers.delete(watcher);
      this.#closers.delete(onClose);
    };
  }

  notify(): void {
    if (this.#due) return;
    this.#due = true;
    queueMicrotask(() => {
      this.#due = false;
      for (const watcher of [...this.#watchers]) watcher();
    });
  }

  close(): void {
    for (const close of [...this.#closers]) close();
    this.#watchers.clear();
  }
}
