import type { Server } from 'node:http';
import type { Place, Resource } from './resource.ts';
import type { AwsService, Caller, Need } from './service.ts';
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

/** The servers that already listen on the place's origins; each part adds its `request` listener to one. */
export type Listeners = Readonly<Record<'site' | 'api' | 'signIn' | 'inbox', Server>>;

/** What the parts of the local cloud use of each other. Each part sets its own members when it is created. */
export interface Cloud {
  readonly place: Place;
  readonly resources: ReadonlyMap<string, Resource>;
  readonly services: Map<string, AwsService>;
  readonly listeners: Listeners;
  /** Whether CloudFront caches answers; if not, every request goes to its origin. */
  readonly edgeCache?: boolean;
  /**
   * Runs a function (by ARN or name) with its own role, environment, timeout and memory.
   * A service principal is refused (outcome `failed`, errorType `AccessDeniedException`) unless an
   * AWS::Lambda::Permission lets it; event source mappings act for the function itself and give none.
   */
  invoke(functionArn: string, event: unknown, by?: ServicePrincipal): Promise<Invocation>;
  /** Ends, as a crash would, the sandbox that runs the invocation with this trace id. */
  kill?(trace: string): void;
  /** Undefined: no faults. */
  weather?: Weather;
  /** Puts events on a bus (`default` or a name), in order, and returns when each target has them durably. */
  emit(bus: string, ...events: BusEvent[]): Promise<void>;
  /** Sends to a queue by ARN, durably. */
  enqueue(
    queueArn: string,
    body: string,
    options?: { group?: string; deduplication?: string },
  ): Promise<void>;
  /** Policies attached to a role (inline and by AWS::IAM::Policy), by the role's ARN. */
  readonly policies: Map<string, unknown[]>;
  /** By access key id. Signatures of presigned requests are checked with their secret keys. */
  readonly callers: Map<string, Caller>;
  /** Whether the role (ARN) is allowed this by its policies. */
  allows(role: string, need: Need): boolean;
  /** Secret strings by ARN: what `{{resolve:secretsmanager:…}}` gives. The emulator of secrets fills it in. */
  readonly secrets: Map<string, string>;
  /** One readable line for the person at the terminal. */
  say(kind: 'request' | 'event' | 'failure' | 'info', text: string): void;
  onStop(close: () => void | Promise<void>): void;
}

/** Makes a part of a cloud when it is first asked for; every later call for the same cloud gets the same part. */
export function perCloud<T>(open: (cloud: Cloud) => T): (cloud: Cloud) => T {
  const parts = new WeakMap<Cloud, { part: T }>();
  return (cloud) => {
    const known = parts.get(cloud) ?? { part: open(cloud) };
    parts.set(cloud, known);
    return known.part;
  };
}

/** Why the press cannot start and how to correct that, in a sentence for the person who typed the command. */
export class StartRefused extends Error {
  override readonly name: string = 'StartRefused';
}
