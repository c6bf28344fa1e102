import { AttributeType, ProjectionType } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Function as Lambda } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { envNames, type Setting } from '../../functions/runtime/env-names.ts';
import { allow } from '../allow.ts';
import { StreamedTable, type StreamedTableProps } from './streamed-table.ts';

export interface RoomTableProps extends StreamedTableProps {
  /** The environment variable that gives functions the table's name. */
  readonly setting: Setting;
}

/** An index by text, as the room's `table-keys.ts` names it. */
interface Index {
  readonly name: string;
  readonly partition: string;
  readonly sort: string;
}

/** A room's own table: each of its functions may do some things with some of its rows. */
export class RoomTable extends StreamedTable {
  readonly #setting: Setting;

  constructor(scope: Construct, id: string, { setting, ...props }: RoomTableProps) {
    super(scope, id, props);
    this.#setting = setting;
  }

  /** @param hasAll Whether the index has every attribute of a row, or its keys alone. */
  protected addIndex({ name, partition, sort }: Index, hasAll: boolean): void {
    this.table.addGlobalSecondaryIndex({
      indexName: name,
      partitionKey: { name: partition, type: AttributeType.STRING },
      sortKey: { name: sort, type: AttributeType.STRING },
      projectionType: hasAll ? ProjectionType.ALL : ProjectionType.KEYS_ONLY,
    });
  }

  /** @param actions Of DynamoDB, without its name. @param rows Patterns of partition keys; without them, all rows. */
  protected allowRows(fn: Lambda, actions: readonly string[], ...rows: string[]): void {
    fn.addEnvironment(envNames[this.#setting], this.table.tableName);
    const conditions = { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': rows } };
    fn.addToRolePolicy(
      new PolicyStatement({
        actions: actions.map((action) => `dynamodb:${action}`),
        resources: [this.table.tableArn],
        ...(rows.length && { conditions }),
      }),
    );
  }

  protected allowIndex(fn: Lambda, index: string): void {
    fn.addEnvironment(envNames[this.#setting], this.table.tableName);
    allow(fn, ['dynamodb:Query'], `${this.table.tableArn}/index/${index}`);
  }
}
