import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import type { Function as Lambda } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { envNames } from '../../functions/runtime/env-names.ts';
import { allow } from '../allow.ts';
import type { Stage } from '../stage.ts';
import { protectedTable } from './protected-table.ts';

/** The files of each upload, which of them are ready, and the receipts. Items expire. */
export class UploadsTable extends Construct {
  readonly table: Table;

  constructor(scope: Construct, id: string, stage: Stage) {
    super(scope, id);
    this.table = protectedTable(this, 'Table', stage, { timeToLiveAttribute: 'forgotten' });
  }

  /** Lets `fn` store a new upload, read one, and leave it open for longer. */
  allowOpening(fn: Lambda): void {
    this.allowWritingReceipts(fn);
  }

  /** Lets `fn` read an upload with its receipt. */
  allowReading(fn: Lambda): void {
    this.#allow(fn, ['dynamodb:Query']);
  }

  /** Lets `fn` read an upload with its receipt, and close it. */
  allowClosing(fn: Lambda): void {
    this.allowReading(fn);
    this.#allow(fn, ['dynamodb:UpdateItem']);
  }

  /** Lets `fn` mark files as ready and write the receipt. */
  allowWritingReceipts(fn: Lambda): void {
    this.allowReading(fn);
    this.#allow(fn, ['dynamodb:PutItem', 'dynamodb:UpdateItem']);
  }

  /** Lets `fn` find and blank what became of a file. */
  allowBlanking(fn: Lambda): void {
    this.allowReading(fn);
    this.#allow(fn, ['dynamodb:UpdateItem']);
  }

  #allow(fn: Lambda, actions: string[]): void {
    fn.addEnvironment(envNames.uploadsTable, this.table.tableName);
    allow(fn, actions, this.table.tableArn);
  }
}
