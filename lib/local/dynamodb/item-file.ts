import { DatabaseSync, type StatementSync } from 'node:sqlite';
import type { KeyNames, KeyRange } from './key-condition.ts';

/** The layout of the database's file that this was written for. */
const layout = '9';

/** An item in DynamoDB's JSON, its sort key, and its size as DynamoDB counts it, in bytes. */
export interface Row {
  sort: string;
  item: string;
  size: number;
}

/** The file that our own database keeps, to be read beside it: what it has answered to a write is there. */
export class ItemFile {
  readonly #database: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();
  readonly #keys = new Map<string, KeyNames>();

  private constructor(database: DatabaseSync) {
    this.#database = database;
  }

  /** Undefined when the file is laid out in another way than the one known here. */
  static open(file: string): ItemFile | undefined {
    const database = new DatabaseSync(file, { readOnly: true, timeout: 2000 });
    if (isLaidOutAsKnown(database)) return new ItemFile(database);
    database.close();
    return undefined;
  }

  close(): void {
    this.#database.close();
  }

  /** The names of a table's keys, if it has two and both are text. */
  keysOf(table: string): KeyNames | undefined {
    const known = this.#keys.get(table) ?? this.#readKeys(table);
    if (known) this.#keys.set(table, known);
    return known;
  }

  item(table: string, partition: string, sort: string): Row | undefined {
    return this.stretch(table, { partition, bounds: [{ is: '=', text: sort }] })[0];
  }

  /** Items in the order of their sort keys, or backwards. */
  stretch(table: string, { partition, bounds }: KeyRange, { backwards = false, limit = -1 } = {}): Row[] {
    const sql = `
      SELECT sk AS sort, item_json AS item, item_size AS size FROM "${table.replaceAll('"', '""')}"
      WHERE pk = ?${bounds.map(({ is }) => ` AND sk ${is} ?`).join('')}
      ORDER BY sk ${backwards ? 'DESC' : 'ASC'} LIMIT ?`;
    const texts = [partition, ...bounds.map(({ text }) => text)].map((text) => `S:${text}`);
    const rows = this.#statement(sql).all(...texts, limit) as unknown as Row[];
    // Not by SQLite's substr: that ends a text at a NUL.
    return rows.map(({ sort, ...row }) => ({ ...row, sort: sort.slice('S:'.length) }));
  }

  #readKeys(table: string): KeyNames | undefined {
    const sql =
      'SELECT key_schema AS schema, attribute_definitions AS types FROM _tables WHERE table_name = ?';
    const found = this.#statement(sql).get(table);
    if (!found) return undefined;
    const schema: { AttributeName: string; KeyType: string }[] = JSON.parse(String(found.schema));
    const types: { AttributeName: string; AttributeType: string }[] = JSON.parse(String(found.types));
    const [hash, range] = ['HASH', 'RANGE'].map((type) => {
      const name = schema.find(({ KeyType }) => KeyType === type)?.AttributeName;
      return types.find(({ AttributeName }) => AttributeName === name)?.AttributeType === 'S'
        ? name
        : undefined;
    });
    return hash && range ? { hash, range } : undefined;
  }

  #statement(sql: string): StatementSync {
    const statement = this.#statements.get(sql) ?? this.#database.prepare(sql);
    this.#statements.set(sql, statement);
    return statement;
  }
}

/** Another layout may not have the table that would say so. */
function isLaidOutAsKnown(database: DatabaseSync): boolean {
  try {
    const found = database.prepare("SELECT value FROM _config WHERE key = 'schema_version'").get();
    return found?.value === layout;
  } catch {
    return false;
  }
}
