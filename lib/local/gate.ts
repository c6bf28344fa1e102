import type { RequestListener } from 'node:http';
import { clockOf, type MovableClock } from './clock.ts';
import type { Cloud } from './cloud.ts';
import { reportWork } from './pending-work.ts';
import type { AwsRequest, AwsResponse, AwsService, Caller, Need } from './service.ts';
import { type Call, NoAnswer, type Weather } from './weather/weather.ts';
import { readRequest, send } from './web/serve.ts';

/** The AWS endpoint: identifies the caller, asks IAM, counts the call, applies faults, calls the service. */
export class Gate {
  readonly calls = new CallCounts();
  #cloud: Cloud;
  #clock: MovableClock;
  #closed = false;
  #openCalls = 0;

  constructor(cloud: Cloud) {
    this.#cloud = cloud;
    this.#clock = clockOf(cloud);
    reportWork(cloud, () => (this.#openCalls ? `${this.#openCalls} calls` : undefined));
  }

  /** Undefined: no faults. */
  get weather(): Weather | undefined {
    return this.#cloud.weather;
  }

  set weather(weather: Weather | undefined) {
    this.#cloud.weather = weather;
  }

  readonly listen: RequestListener = (message, response) => {
    this.#openCalls += 1;
    // An SDK takes its own clock for wrong when it differs from this.
    response.setHeader('date', new Date(this.#clock.now()).toUTCString());
    readRequest(message, Number.POSITIVE_INFINITY)
      .then((request) => this.serve({ ...request, query: new URLSearchParams(request.query) }))
      .catch((fault: unknown) => this.#fault(message.url, fault))
      .then((answer) =>
        answer
          ? send(response, { ...answer, headers: { ...answer.headers } }, message.method === 'HEAD')
          : response.destroy(),
      )
      .finally(() => {
        this.#openCalls -= 1;
      });
  };

  /** Serves one request up to the service's answer. */
  async serve(request: AwsRequest): Promise<AwsResponse> {
    if (this.#closed) return jsonMessage(503, 'The press is stopping.');
    const signature = signatureOf(request.headers.authorization);
    if (!signature) return this.#serveUnsigned(request);
    const service = this.#cloud.services.get(signature.service);
    if (!service) return jsonMessage(400, `There is no service ${signature.service} on this machine.`);
    const caller = this.#cloud.callers.get(signature.accessKey);
    if (!caller)
      return service.refuse(
        403,
        unknownKey(service.name),
        'The security token included in the request is invalid.',
      );
    return this.#serveSigned(service, caller, request);
  }

  /** Every later request gets 503: the services are about to be closed. */
  close(): void {
    this.#closed = true;
  }

  #serveSigned(service: AwsService, caller: Caller, request: AwsRequest): Promise<AwsResponse> | AwsResponse {
    const needs = service.needs(request);
    const action = actionOf(request, needs);
    this.calls.count(caller.name, service.name, action);
    const denied = needs.find((need) => !this.#cloud.allows(caller.role, need));
    if (denied) return this.#deny(service, caller, denied);
    return this.#handle(service, { caller, service: service.name, action, request });
  }

  /** Only S3 takes requests without a signature in a header: forms, presigned addresses, preflights. */
  #serveUnsigned(request: AwsRequest): Promise<AwsResponse> | AwsResponse {
    const service = this.#cloud.services.get('s3');
    if (!service) return jsonMessage(403, 'Missing Authentication Token');
    return this.#handle(service, { caller: undefined, service: 's3', action: request.method, request });
  }

  async #handle(service: AwsService, call: Call): Promise<AwsResponse> {
    const { weather } = this;
    if (!weather) return service.handle(call.request);
    const instead = await weather.before(call);
    return instead ?? weather.after(call, await service.handle(call.request));
  }

  #deny(service: AwsService, caller: Caller, need: Need): AwsResponse {
    const role = caller.role.slice(caller.role.lastIndexOf('/') + 1);
    const account = this.#cloud.place.account;
    const who = `arn:aws:sts::${account}:assumed-role/${role}/${caller.name}`;
    const text = `User: ${who} is not authorized to perform: ${need.action} on resource: ${need.resource} because no identity-based policy allows the ${need.action} action`;
    this.#cloud.say('failure', `${caller.name} may not ${need.action} on ${need.resource}`);
    return service.refuse(
      service.name === 's3' || service.name === 'sqs' ? 403 : 400,
      deniedCode(service.name),
      text,
    );
  }

  #fault(url: string | undefined, fault: unknown): AwsResponse | undefined {
    if (fault instanceof NoAnswer) return undefined;
    this.#cloud.say('failure', `AWS call ${url}: ${fault instanceof Error ? fault.stack : fault}`);
    return jsonMessage(500, 'InternalFailure');
  }
}

const scheme = 'AWS4-HMAC-SHA256 ';
const field = 'Credential=';

/** The access key and the service in `Credential=KEY/DATE/REGION/SERVICE/aws4_request`. */
function signatureOf(authorization: string | undefined): { accessKey: string; service: string } | undefined {
  if (!authorization?.startsWith(scheme)) return undefined;
  const start = authorization.indexOf(field) + field.length;
  const [accessKey, , , service] = authorization.slice(start, authorization.indexOf(',', start)).split('/');
  return accessKey && service ? { accessKey, service } : undefined;
}

function actionOf(request: AwsRequest, needs: readonly Need[]): string {
  const target = request.headers['x-amz-target'] ?? needs[0]?.action ?? request.method;
  return target.slice(Math.max(target.lastIndexOf('.'), target.lastIndexOf(':')) + 1);
}

const deniedCode = (service: string): string =>
  service === 's3' || service === 'sqs' ? 'AccessDenied' : 'AccessDeniedException';

const unknownKey = (service: string): string =>
  service === 's3' ? 'InvalidAccessKeyId' : 'UnrecognizedClientException';

const jsonMessage = (status: number, text: string): AwsResponse => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ message: text }),
});

/** Counts the calls of each function, since the start or the last reset. */
class CallCounts {
  #counts = new Map<string, number>();

  count(caller: string, service: string, action: string): void {
    const key = `${caller} ${service}:${action}`;
    this.#counts.set(key, (this.#counts.get(key) ?? 0) + 1);
  }

  /** From `<function> <service>:<action>` to how often. */
  snapshot(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.#counts);
  }

  /** All calls together, or those whose key holds the text. */
  total(holding = ''): number {
    return [...this.#counts].reduce((sum, [key, count]) => (key.includes(holding) ? sum + count : sum), 0);
  }

  reset(): void {
    this.#counts.clear();
  }
}
