import { jsonBody } from '../aws-json.ts';
import type { Cloud } from '../cloud.ts';
import { type TableShape, tableShape } from '../dynamodb/table-shape.ts';
import { tablesOf } from '../dynamodb/tables.ts';
import { readProperties } from '../emulator.ts';
import type { AwsResponse } from '../service.ts';
import { LateCopy } from './lagging-replica.ts';
import type { Call } from './weather.ts';

/**
 * Secondary indexes that show changes late, as AWS's do: they are asked of a copy of their table that follows
 * it at a distance. What was deleted still shows, what is new does not yet.
 */
export class LateIndexes {
  readonly #cloud: Cloud;
  readonly #copies: ReadonlyMap<string, LateCopy>;

  private constructor(cloud: Cloud, copies: ReadonlyMap<string, LateCopy>) {
    this.#cloud = cloud;
    this.#copies = copies;
  }

  /** Copies every table that has an index. `lateness` in milliseconds, asked for each change of a table. */
  static async open(cloud: Cloud, lateness: (table: string) => number): Promise<LateIndexes> {
    const tables = await tablesOf(cloud);
    const copies = new Map<string, LateCopy>();
    for (const [name, shape] of indexedTables(cloud)) {
      const copy = await LateCopy.open(name, shape, tables, {
        lateness: () => lateness(name),
        say: (text) => cloud.say('failure', text),
      });
      copies.set(name, copy);
      cloud.onStop(() => copy.stop());
    }
    return new LateIndexes(cloud, copies);
  }

  /** Answers a query of an index; undefined for any other call. */
  answer(call: Call): Promise<AwsResponse> | undefined {
    const reads = call.service === 'dynamodb' && (call.action === 'Query' || call.action === 'Scan');
    return reads && Object(jsonBody(call.request)).IndexName ? this.answerLate(call) : undefined;
  }

  /** Answers any read of one table from its copy; undefined if it has none. */
  answerLate({ request }: Call): Promise<AwsResponse> | undefined {
    const body: Record<string, unknown> = Object(jsonBody(request));
    const copy = this.#copies.get(String(body.TableName));
    const late = { ...request, body: Buffer.from(JSON.stringify({ ...body, TableName: copy?.name })) };
    return copy && this.#cloud.services.get('dynamodb')?.handle(late);
  }
}

function indexedTables({ resources }: Cloud): [name: string, shape: TableShape][] {
  return [...resources.values()]
    .filter(({ type }) => type === 'AWS::DynamoDB::Table')
    .map((resource): [string, TableShape] => [resource.identity.ref, readProperties(resource, tableShape)])
    .filter(([, { GlobalSecondaryIndexes }]) => GlobalSecondaryIndexes.length > 0);
}
