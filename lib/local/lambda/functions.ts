import type { Cloud, Invocation, ServicePrincipal } from '../cloud.ts';
import { wildcard } from '../iam/wildcard.ts';
import { reportWork } from '../pending-work.ts';
import type { Pool } from './pool.ts';

/** Milliseconds between two lines that say that invocations are throttled. */
const saidEvery = 10_000;

/** All functions of a press, by ARN and by name. */
export class Functions {
  /** Most executions at once of all functions together, as an account has them. */
  concurrency = Number.POSITIVE_INFINITY;
  #pools = new Map<string, Pool>();
  #permissions = new Map<string, Permission[]>();
  #cloud: Cloud;
  #running = 0;
  #saidThrottled = Number.NEGATIVE_INFINITY;

  constructor(cloud: Cloud) {
    this.#cloud = cloud;
    cloud.invoke = (arn, event, by) => this.#invoke(nameIn(arn), event, by);
    cloud.kill = (trace) => void [...this.#pools.values()].some((pool) => pool.kill(trace));
    reportWork(cloud, () => (this.#running ? `${this.#running} invocations` : undefined));
    cloud.onStop(() => this.#stop());
  }

  add(name: string, pool: Pool): void {
    if (this.#pools.has(name)) throw new Error(`Two functions would be called ${name}.`);
    this.#pools.set(name, pool);
  }

  permit(arn: string, permission: Permission): void {
    const name = nameIn(arn);
    this.#permissions.set(name, [...(this.#permissions.get(name) ?? []), permission]);
  }

  async #invoke(name: string, event: unknown, by?: ServicePrincipal): Promise<Invocation> {
    if (this.#running >= this.concurrency) return this.#throttle(name);
    this.#running += 1;
    const invocation = await this.#invokeIfPermitted(name, event, by);
    this.#running -= 1;
    if (invocation.outcome === 'failed') {
      this.#cloud.say('failure', `${name}: ${invocation.errorType}: ${invocation.message}`);
    }
    return invocation;
  }

  /** A flood is throttled thousands of times, and one line is enough. */
  #throttle(name: string): Invocation {
    const now = performance.now();
    if (now - this.#saidThrottled > saidEvery) {
      this.#saidThrottled = now;
      this.#cloud.say(
        'info',
        `${name} is throttled, and maybe others: ${this.concurrency} functions run already.`,
      );
    }
    return failed(throttled, 'Rate Exceeded.');
  }

  #invokeIfPermitted(name: string, event: unknown, by?: ServicePrincipal): Promise<Invocation> | Invocation {
    const pool = this.#pools.get(name);
    if (!pool) return failed('ResourceNotFoundException', `Function not found: ${name}`);
    if (by && !mayInvoke(this.#permissions.get(name) ?? [], by)) {
      return failed('AccessDeniedException', `${by.service} may not invoke ${name} for ${by.sourceArn}`);
    }
    return pool.run(event);
  }

  async #stop(): Promise<void> {
    await Promise.all([...this.#pools.values()].map((pool) => pool.stop()));
  }
}

/** The function has not run: what was sent to it may be sent again. */
export const isThrottled = (invocation: Invocation): boolean =>
  invocation.outcome === 'failed' && invocation.errorType === throttled;

const throttled = 'TooManyRequestsException';

/** From `arn:aws:lambda:…:function:NAME`, an API integration's path around it, or the name alone. */
function nameIn(arn: string): string {
  const start = arn.indexOf(':function:');
  return start < 0 ? arn : (arn.slice(start + ':function:'.length).split(/[:/]/, 1)[0] ?? '');
}

const failed = (errorType: string, message: string): Invocation => ({
  outcome: 'failed',
  errorType,
  message,
});

/** One AWS::Lambda::Permission. */
interface Permission {
  action: string;
  principal: string;
  sourceArn?: string;
  sourceAccount?: string;
}

/** Whether a service may invoke a function that has these permissions. */
function mayInvoke(permissions: readonly Permission[], by: ServicePrincipal): boolean {
  return permissions.some(
    ({ action, principal, sourceArn, sourceAccount }) =>
      action === 'lambda:InvokeFunction' &&
      principal === by.service &&
      (sourceArn === undefined || wildcard(sourceArn)(by.sourceArn)) &&
      (sourceAccount === undefined || sourceAccount === by.sourceArn.split(':')[4]),
  );
}
