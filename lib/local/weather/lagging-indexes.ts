import { jsonBody } from '../aws-json.ts';
import type { Cloud } from '../cloud.ts';
import { type TableShape, tableShape } from '../dynamodb/table-shape.ts';
import { tablesOf } from '../dynamodb/tables.ts';
import { readProperties } from '../emulator.ts';
import type { AwsResponse } from '../service.ts';
import { LaggingReplica } from './lagging-replica.ts';
import type { Call } from './weather.ts';

/**
 * Secondary indexes that show changes late, as AWS's do: queries go to a replica of the table that lags behind it.
 * A deleted item is still found, a new one not yet.
 */
export class LaggingIndexes {
  readonly #cloud: Cloud;
  readonly #replicas: ReadonlyMap<string, LaggingReplica>;

  private constructor(cloud: Cloud, replicas: ReadonlyMap<string, LaggingReplica>) {
    this.#cloud = cloud;
    this.#replicas = replicas;
  }

  /** Replicates every table that has an index. `lag` in milliseconds, called for each change of a table. */
  static async open(cloud: Cloud, lag: (table: string) => number): Promise<LaggingIndexes> {
    const tables = await tablesOf(cloud);
    const replicas = new Map<string, LaggingReplica>();
    for (const [name, shape] of indexedTables(cloud)) {
      const replica = await LaggingReplica.open(name, shape, tables, {
        lag: () => lag(name),
        say: (text) => cloud.say('failure', text),
      });
      replicas.set(name, replica);
      cloud.onStop(() => replica.stop());
    }
    return new LaggingIndexes(cloud, replicas);
  }

  /** Answers a query of an index; undefined for any other call. */
  answer(call: Call): Promise<AwsResponse> | undefined {
    const reads = call.service === 'dynamodb' && (call.action === 'Query' || call.action === 'Scan');
    return reads && Object(jsonBody(call.request)).IndexName ? this.answerFromReplica(call) : undefined;
  }

  /** Answers any read of one table from its replica; undefined if it has none. */
  answerFromReplica({ request }: Call): Promise<AwsResponse> | undefined {
    const body: Record<string, unknown> = Object(jsonBody(request));
    const replica = this.#replicas.get(String(body.TableName));
    const late = { ...request, body: Buffer.from(JSON.stringify({ ...body, TableName: replica?.name })) };
    return replica && this.#cloud.services.get('dynamodb')?.handle(late);
  }
}

function indexedTables({ resources }: Cloud): [name: string, shape: TableShape][] {
  return [...resources.values()]
    .filter(({ type }) => type === 'AWS::DynamoDB::Table')
    .map((resource): [string, TableShape] => [resource.identity.ref, readProperties(resource, tableShape)])
    .filter(([, { GlobalSecondaryIndexes }]) => GlobalSecondaryIndexes.length > 0);
}
