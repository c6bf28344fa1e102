import type {
  Export,
  ExportFiles,
  ExportMessages,
  Exports,
} from '../../../../functions/bookings/editors/ports.ts';

/** Rows of exports, as the table has them. */
export class MemoryExports implements Exports {
  readonly #rows = new Map<string, Export>();
  #erasures = 0;

  find = async (by: string) => structuredClone(this.#rows.get(by));
  erasures = async () => this.#erasures;
  countErasure = async () => {
    this.#erasures += 1;
  };

  async write(before: Export | undefined, after: Export): Promise<boolean> {
    if (this.#rows.get(after.by)?.writes !== before?.writes) return false;
    this.#rows.set(after.by, structuredClone(after));
    return true;
  }
}

export class MemoryExportFiles implements ExportFiles {
  readonly files = new Map<string, string>();

  write = async (key: string, text: string) => {
    this.files.set(key, text);
  };
  link = async (key: string) => `https://exports.example/${key}`;
  removeAll = async () => this.files.clear();
}

export class MemoryExportMessages implements ExportMessages {
  readonly sent: string[] = [];

  send: ExportMessages['send'] = async (message) => {
    this.sent.push(JSON.stringify(message));
  };
}
