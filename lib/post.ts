import type { Function as Lambda } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import type { Stage } from './stage.ts';
import { PostTable } from './stores/post-table.ts';

export interface PostProps {
  readonly stage: Stage;
}

/** Sends the letters of all rooms, hears what becomes of mail, and knows which addresses get none. */
export class Post extends Construct {
  readonly #table: PostTable;

  constructor(scope: Construct, id: string, props: PostProps) {
    super(scope, id);
    this.#table = new PostTable(this, 'Table', props.stage);
  }

  /** Lets `fn` put letters into the outbox, in transactions with rows of its own. */
  allowSending(fn: Lambda): void {
    this.#table.allowSending(fn);
  }
}
