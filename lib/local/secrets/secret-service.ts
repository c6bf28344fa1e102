import * as z from 'zod/mini';
import { jsonAction, jsonAnswer, jsonBody } from '../aws-json.ts';
import type { Place } from '../resource.ts';
import type { AwsRequest, AwsResponse, AwsService, Need } from '../service.ts';
import { type SecretVersion, type StoredSecret, stages } from './stored-secret.ts';

const getShape = z.strictObject({
  SecretId: z.string(),
  VersionId: z.optional(z.string()),
  VersionStage: z.optional(z.enum(stages)),
});
const putShape = z.strictObject({
  SecretId: z.string(),
  SecretString: z.string(),
  /** The SDK makes one; it becomes the version's id. */
  ClientRequestToken: z.string(),
  VersionStages: z.optional(z.tuple([z.literal('AWSCURRENT')])),
});

/** Secrets Manager's limit, in bytes. */
const largestSecret = 65_536;

/** Secrets Manager, as far as functions read a secret and a person rotates it. */
export class SecretService implements AwsService {
  readonly name = 'secretsmanager';
  readonly #secrets = new Map<string, StoredSecret>();
  readonly #place: Place;

  constructor(place: Place) {
    this.#place = place;
  }

  add(secret: StoredSecret): void {
    this.#secrets.set(secret.arn, secret);
  }

  needs(request: AwsRequest): Need[] {
    const id = String(Object(jsonBody(request)).SecretId);
    const { region, account } = this.#place;
    const unknown = id.startsWith('arn:') ? id : `arn:aws:secretsmanager:${region}:${account}:secret:${id}`;
    return [{ action: `secretsmanager:${jsonAction(request)}`, resource: this.#find(id)?.arn ?? unknown }];
  }

  async handle(request: AwsRequest): Promise<AwsResponse> {
    switch (jsonAction(request)) {
      case 'GetSecretValue':
        return this.#get(request);
      case 'PutSecretValue':
        return this.#put(request);
      default:
        return this.refuse(400, 'UnknownOperationException', `Not known here: ${jsonAction(request)}.`);
    }
  }

  refuse(status: number, code: string, message: string): AwsResponse {
    return jsonAnswer(status, { __type: code, message }, '1.1');
  }

  #get(request: AwsRequest): AwsResponse {
    const read = getShape.safeParse(jsonBody(request));
    if (!read.success) return this.#invalid(read.error);
    const { SecretId, VersionId, VersionStage } = read.data;
    const secret = this.#find(SecretId);
    const version = secret?.find(VersionId, VersionStage);
    if (!secret || !version) return this.#notFound(secret ? 'secret value' : 'secret');
    return jsonAnswer(
      200,
      { ...head(secret, version), SecretString: version.value, CreatedDate: version.created / 1000 },
      '1.1',
    );
  }

  async #put(request: AwsRequest): Promise<AwsResponse> {
    const read = putShape.safeParse(jsonBody(request));
    if (!read.success) return this.#invalid(read.error);
    const { SecretId, SecretString: value, ClientRequestToken: id } = read.data;
    if (Buffer.byteLength(value) > largestSecret)
      return this.refuse(400, 'InvalidParameterException', `A secret has at most ${largestSecret} bytes.`);
    const secret = this.#find(SecretId);
    if (!secret) return this.#notFound('secret');
    const before = secret.find(id, undefined);
    if (before && before.value !== value)
      return this.refuse(400, 'ResourceExistsException', `The version ${id} exists with another value.`);
    const version = before ?? { id, value, created: Date.now() };
    if (!before) await secret.put(version);
    return jsonAnswer(200, head(secret, version), '1.1');
  }

  /** By ARN, by ARN without the six characters at its end, or by name. */
  #find(id: string): StoredSecret | undefined {
    return (
      this.#secrets.get(id) ??
      [...this.#secrets.values()].find(
        ({ arn, name }) => name === id || arn.slice(0, -'-123456'.length) === id,
      )
    );
  }

  #notFound(what: string): AwsResponse {
    return this.refuse(400, 'ResourceNotFoundException', `Secrets Manager can't find the specified ${what}.`);
  }

  #invalid({ issues }: z.core.$ZodError): AwsResponse {
    const complaints = issues.map(({ path, message }) => `${path.join('.')} ${message}`.trim());
    return this.refuse(
      400,
      'InvalidParameterException',
      `The request is not known here: ${complaints.join('; ')}.`,
    );
  }
}

function head(secret: StoredSecret, version: SecretVersion): object {
  const stage = secret.stageOf(version);
  return { ARN: secret.arn, Name: secret.name, VersionId: version.id, VersionStages: stage ? [stage] : [] };
}
