import type { Place, Resource } from './resource.ts';
import type { AwsService } from './service.ts';

/** An event on a bus, as EventBridge delivers it. */
export interface BusEvent {
  version: '0';
  id: string;
  source: string;
  'detail-type': string;
  account: string;
  region: string;
  /** ISO instant, whole seconds. */
  time: string;
  resources: string[];
  detail: unknown;
}

export type Invocation =
  | { outcome: 'returned'; payload: unknown }
  | { outcome: 'failed'; errorType: string; message: string; trace?: string[] };

/** What the parts of the local cloud ask of each other. Each part fills in its own slot when it is made. */
export interface Cloud {
  readonly place: Place;
  readonly resources: ReadonlyMap<string, Resource>;
  readonly services: Map<string, AwsService>;
  /** Runs a function (by ARN or name) with its own role, environment, timeout and memory. */
  invoke(functionArn: string, event: unknown): Promise<Invocation>;
  /** Puts an event on a bus (`default` or a name) and returns when each target has it durably. */
  emit(bus: string, event: BusEvent): Promise<void>;
  /** Sends to a queue by ARN, durably. */
  enqueue(queueArn: string, body: string, options?: { group?: string; deduplication?: string }): Promise<void>;
  /** Policies attached to a role (inline and by AWS::IAM::Policy), by the role's ARN. */
  readonly policies: Map<string, unknown[]>;
  /** One readable line for the person at the terminal. */
  say(kind: 'request' | 'event' | 'failure' | 'info', text: string): void;
  onStop(close: () => void | Promise<void>): void;
}
