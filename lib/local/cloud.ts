import type { Server } from 'node:http';
import type { Place, Resource } from './resource.ts';
import type { AwsService, Need } from './service.ts';
import type { Weather } from './weather/weather.ts';

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

/** An AWS service that acts on its own, such as `apigateway.amazonaws.com`, and the ARN it acts for. */
export interface ServicePrincipal {
  service: string;
  sourceArn: string;
}

/** Who signs with an access key. Every function has a key of its own. */
export interface Caller {
  accessKey: string;
  secretKey: string;
  /** The function's name. */
  name: string;
  /** ARN of its role. */
  role: string;
}

/** The servers that already listen on the place's origins; a part attaches its `request` listener. */
export type Doors = Readonly<Record<'site' | 'api' | 'signIn' | 'inbox', Server>>;

/** What the parts of the local cloud ask of each other. Each part fills in its own slot when it is made. */
export interface Cloud {
  readonly place: Place;
  readonly resources: ReadonlyMap<string, Resource>;
  readonly services: Map<string, AwsService>;
  readonly doors: Doors;
  /** Whether CloudFront keeps answers; off, every request goes to its origin. */
  readonly edgeCache?: boolean;
  /**
   * Runs a function (by ARN or name) with its own role, environment, timeout and memory.
   * A service principal is refused (outcome `failed`, errorType `AccessDeniedException`) unless an
   * AWS::Lambda::Permission lets it; event source mappings act for the function itself and give none.
   */
  invoke(functionArn: string, event: unknown, by?: ServicePrincipal): Promise<Invocation>;
  /** Ends, as a crash would, the sandbox that runs the invocation with this trace id. */
  kill?(trace: string): void;
  /** Fair where there is none. */
  weather?: Weather;
  /** Puts an event on a bus (`default` or a name) and returns when each target has it durably. */
  emit(bus: string, event: BusEvent): Promise<void>;
  /** Sends to a queue by ARN, durably. */
  enqueue(
    queueArn: string,
    body: string,
    options?: { group?: string; deduplication?: string },
  ): Promise<void>;
  /** Policies attached to a role (inline and by AWS::IAM::Policy), by the role's ARN. */
  readonly policies: Map<string, unknown[]>;
  /** By access key id. What a presigned request was signed with is checked against these. */
  readonly callers: Map<string, Caller>;
  /** Whether the role (ARN) is allowed this by its policies. */
  allows(role: string, need: Need): boolean;
  /** Secret strings by ARN: what `{{resolve:secretsmanager:…}}` gives. Filled in by the secrets' host. */
  readonly secrets: Map<string, string>;
  /** One readable line for the person at the terminal. */
  say(kind: 'request' | 'event' | 'failure' | 'info', text: string): void;
  onStop(close: () => void | Promise<void>): void;
}
