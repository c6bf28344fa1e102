import { join } from 'node:path';
import { type Cloud, StartRefused } from '../cloud.ts';
import { startDynoxide } from './dynoxide.ts';
import { DynamoEndpoint } from './endpoint.ts';
import { StreamPositions } from './stream-positions.ts';
import { Pruner } from './stream-table.ts';
import { TableService } from './table-service.ts';

/** The tables of one local cloud. */
export interface Tables {
  endpoint: DynamoEndpoint;
  /** Tells the readers of a table's stream about each write. */
  writes: WriteNotifier;
  positions: StreamPositions;
  pruner: Pruner;
}

const opened = new WeakMap<Cloud, Promise<Tables>>();

/**
 * The tables of a cloud, with their service, opened at the first call: the bundled database in the data folder,
 * or the one that listens at `origin`.
 */
export function tablesOf(cloud: Cloud, origin?: string): Promise<Tables> {
  const tables = opened.get(cloud) ?? open(cloud, origin);
  opened.set(cloud, tables);
  return tables;
}

async function open(cloud: Cloud, origin: string | undefined): Promise<Tables> {
  const own = origin ? undefined : await startDynoxide(cloud.place.data);
  const endpoint = new DynamoEndpoint(origin ?? own?.origin ?? '');
  if (origin) await requireAnswer(endpoint, origin);
  const writes = new WriteNotifier();
  const positions = new StreamPositions(join(cloud.place.data, 'streams.db'));
  const onWrite = (table: string) => writes.notify(table);
  cloud.services.set('dynamodb', new TableService(endpoint, cloud.place, onWrite));
  cloud.onStop(async () => {
    endpoint.close();
    positions.close();
    await own?.stop();
  });
  return { endpoint, writes, positions, pruner: new Pruner(own?.file) };
}

async function requireAnswer(endpoint: DynamoEndpoint, origin: string): Promise<void> {
  await endpoint.call('DynamoDB_20120810.ListTables', { Limit: 1 }).catch((cause: Error) => {
    const way = 'Start it, or leave --dynamodb out to use our own';
    throw new StartRefused(`No DynamoDB answers at ${origin} (${cause.message}). ${way}.`, { cause });
  });
}

/** Wakes the readers of a table's stream when the table is written to. */
class WriteNotifier {
  #readers = new Map<string, Set<() => void>>();

  /** Returns how to stop. */
  listen(table: string, reader: () => void): () => void {
    const readers = this.#readers.get(table) ?? new Set();
    this.#readers.set(table, readers.add(reader));
    return () => readers.delete(reader);
  }

  notify(table: string): void {
    for (const reader of this.#readers.get(table) ?? []) reader();
  }
}
