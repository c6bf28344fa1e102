import { setTimeout as pause } from 'node:timers/promises';
import { type DynamoEndpoint, DynamoFailure } from '../dynamodb/endpoint.ts';
import { makeTable } from '../dynamodb/make-table.ts';
import { StreamLoop } from '../dynamodb/stream-loop.ts';
import { type Change, StreamReader, streamOf } from '../dynamodb/stream-reader.ts';
import type { TableShape } from '../dynamodb/table-shape.ts';
import type { Tables } from '../dynamodb/tables.ts';

/** How a copy follows its table. */
export interface Distance {
  /** In milliseconds; asked for each change. */
  lateness(): number;
  /** Tells a person what went wrong on the way. */
  say(text: string): void;
}

/** A table that follows another one's stream at a distance. It is made anew with each start. */
export class LateCopy {
  readonly name: string;
  readonly #endpoint: DynamoEndpoint;
  readonly #distance: Distance;
  #applied: Promise<unknown> = Promise.resolve();
  #stopped = false;
  #stop: () => void = () => undefined;

  private constructor(name: string, endpoint: DynamoEndpoint, distance: Distance) {
    this.name = name;
    this.#endpoint = endpoint;
    this.#distance = distance;
  }

  /** Of the changes none overtakes another. */
  static async open(
    table: string,
    shape: TableShape,
    { endpoint, written }: Tables,
    distance: Distance,
  ): Promise<LateCopy> {
    const copy = new LateCopy(`${table}.late`, endpoint, distance);
    const reader = new StreamReader(endpoint, await streamOf(endpoint, table), 'LATEST');
    // Before the copy is made, so that no change falls between the two.
    await reader.next();
    await copy.#fill(table, shape);
    const loop = new StreamLoop(reader, copy);
    const unlisten = written.listen(table, () => loop.wake());
    copy.#stop = () => {
      unlisten();
      loop.stop();
    };
    loop.wake();
    return copy;
  }

  stop(): void {
    this.#stopped = true;
    this.#stop();
  }

  hasRoom = (): boolean => true;

  take(changes: readonly Change[]): void {
    for (const change of changes) {
      const due = pause(this.#distance.lateness(), undefined, { ref: false });
      this.#applied = Promise.all([this.#applied, due]).then(() => this.#applyOrSay(change));
    }
  }

  failed(): void {}

  async #fill(table: string, { StreamSpecification, ...shape }: TableShape): Promise<void> {
    await this.#call('DeleteTable', {}).catch((cause: unknown) => {
      if (!(cause instanceof DynamoFailure) || cause.type !== 'ResourceNotFoundException') throw cause;
    });
    await makeTable(this.name, { ...shape, StreamSpecification: undefined }, this.#endpoint);
    for await (const Item of this.#endpoint.scan({ TableName: table })) await this.#call('PutItem', { Item });
  }

  /** What fails is missing in the copy; those after it are not. */
  async #applyOrSay(change: Change): Promise<void> {
    await this.#apply(change).catch((cause: unknown) => {
      if (!this.#stopped) this.#distance.say(`A change did not come to ${this.name}: ${cause}`);
    });
  }

  async #apply({ dynamodb: { Keys, NewImage } }: Change): Promise<void> {
    if (this.#stopped) return;
    await (NewImage ? this.#call('PutItem', { Item: NewImage }) : this.#call('DeleteItem', { Key: Keys }));
  }

  #call(action: string, input: object): Promise<unknown> {
    return this.#endpoint.call(`DynamoDB_20120810.${action}`, { TableName: this.name, ...input });
  }
}
