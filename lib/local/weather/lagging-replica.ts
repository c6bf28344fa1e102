import { setTimeout as pause } from 'node:timers/promises';
import { type DynamoEndpoint, DynamoFailure } from '../dynamodb/endpoint.ts';
import { makeTable } from '../dynamodb/make-table.ts';
import { StreamLoop } from '../dynamodb/stream-loop.ts';
import { type Change, StreamReader, streamOf } from '../dynamodb/stream-reader.ts';
import type { TableShape } from '../dynamodb/table-shape.ts';
import type { Tables } from '../dynamodb/tables.ts';

/** How a replica follows its table. */
export interface ReplicaOptions {
  /** In milliseconds; called for each change. */
  lag(): number;
  /** Tells a person what went wrong on the way. */
  say(text: string): void;
}

/** A table that follows another one's stream with a lag. It is rebuilt at each start. */
export class LaggingReplica {
  readonly name: string;
  readonly #endpoint: DynamoEndpoint;
  readonly #options: ReplicaOptions;
  #applied: Promise<unknown> = Promise.resolve();
  #stopped = false;
  #stop: () => void = () => undefined;

  private constructor(name: string, endpoint: DynamoEndpoint, options: ReplicaOptions) {
    this.name = name;
    this.#endpoint = endpoint;
    this.#options = options;
  }

  /** Changes are applied in order. */
  static async open(
    table: string,
    shape: TableShape,
    { endpoint, writes }: Tables,
    options: ReplicaOptions,
  ): Promise<LaggingReplica> {
    const replica = new LaggingReplica(`${table}.late`, endpoint, options);
    const reader = new StreamReader(endpoint, await streamOf(endpoint, table), 'LATEST');
    // Before the table is copied, so that no change is missed between the two.
    await reader.next();
    await replica.#fill(table, shape);
    const loop = new StreamLoop(reader, replica);
    const stopListening = writes.listen(table, () => loop.wake());
    replica.#stop = () => {
      stopListening();
      loop.stop();
    };
    loop.wake();
    return replica;
  }

  stop(): void {
    this.#stopped = true;
    this.#stop();
  }

  hasRoom = (): boolean => true;

  take(changes: readonly Change[]): void {
    for (const change of changes) {
      const due = pause(this.#options.lag(), undefined, { ref: false });
      this.#applied = Promise.all([this.#applied, due]).then(() => this.#applyOrReport(change));
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

  /** A change that fails is missing in the replica; later ones are applied. */
  async #applyOrReport(change: Change): Promise<void> {
    await this.#apply(change).catch((cause: unknown) => {
      if (!this.#stopped) this.#options.say(`A change did not come to ${this.name}: ${cause}`);
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
