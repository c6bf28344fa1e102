import { type Cloud, perCloud } from '../cloud.ts';
import { contentsOf, element, group, plainText, xmlDocument } from '../s3/xml.ts';
import type { AwsRequest, AwsResponse, AwsService, Need } from '../service.ts';
import type { EdgeCache } from './edge-cache.ts';
import { pathInKey } from './origin-request.ts';

const namespace = 'http://cloudfront.amazonaws.com/doc/2020-05-31/';

/** CloudFront's limit of paths in one request. */
const mostPaths = 3000;

/** CloudFront's API, as far as functions use it: CreateInvalidation. An invalidation is over at once. */
export class InvalidationService implements AwsService {
  readonly name = 'cloudfront';
  readonly #caches = new Map<string, EdgeCache | undefined>();
  readonly #account: string;
  /** References that were used, by distribution: CloudFront does nothing for the same one again. */
  readonly #references = new Set<string>();

  constructor(account: string) {
    this.#account = account;
  }

  /** Without a cache there is nothing to drop. */
  add(distribution: string, cache: EdgeCache | undefined): void {
    this.#caches.set(distribution, cache);
  }

  needs(request: AwsRequest): Need[] {
    const distribution = distributionIn(request);
    if (!distribution) return [{ action: 'cloudfront:Unknown', resource: '*' }];
    const resource = `arn:aws:cloudfront::${this.#account}:distribution/${distribution}`;
    return [{ action: 'cloudfront:CreateInvalidation', resource }];
  }

  async handle(request: AwsRequest): Promise<AwsResponse> {
    const distribution = distributionIn(request);
    if (!distribution) return this.refuse(501, 'NotImplemented', 'The local CloudFront only invalidates.');
    if (!this.#caches.has(distribution)) {
      return this.refuse(404, 'NoSuchDistribution', 'The specified distribution does not exist.');
    }
    const xml = request.body.toString();
    const paths = contentsOf('Path', xml).map(plainText);
    const [reference = ''] = contentsOf('CallerReference', xml).map(plainText);
    if (!reference || !paths.length || paths.some((path) => !path.startsWith('/'))) {
      return this.refuse(400, 'InvalidArgument', 'A reference and paths that begin with a slash are needed.');
    }
    if (paths.length > mostPaths) return this.refuse(413, 'BatchTooLarge', 'There are too many paths.');
    this.#drop(distribution, reference, paths);
    return answer(reference, paths);
  }

  refuse(status: number, code: string, message: string): AwsResponse {
    const parts = [element('Type', 'Sender'), element('Code', code), element('Message', message)];
    const body = xmlDocument('ErrorResponse', [group('Error', parts)], namespace);
    return { status, headers: { 'content-type': 'text/xml' }, body };
  }

  #drop(distribution: string, reference: string, paths: string[]): void {
    const used = `${distribution} ${reference}`;
    if (this.#references.has(used)) return;
    this.#references.add(used);
    const matches = paths.map(invalidated);
    this.#caches.get(distribution)?.removeWhere((key) => matches.some((match) => match(pathInKey(key))));
  }
}

/** A `*` at the end stands for anything; elsewhere it is itself. */
const invalidated = (path: string): ((cached: string) => boolean) =>
  path.endsWith('*') ? (cached) => cached.startsWith(path.slice(0, -1)) : (cached) => cached === path;

const distributionIn = ({ method, path }: AwsRequest): string | undefined =>
  method === 'POST' ? /^\/2020-05-31\/distribution\/([^/]+)\/invalidation$/.exec(path)?.[1] : undefined;

function answer(reference: string, paths: string[]): AwsResponse {
  const items = paths.map((path) => element('Path', path));
  const batch = group('InvalidationBatch', [
    group('Paths', [element('Quantity', paths.length), group('Items', items)]),
    element('CallerReference', reference),
  ]);
  const id = element('Id', `I${reference}`);
  const when = element('CreateTime', new Date().toISOString());
  const body = xmlDocument('Invalidation', [id, element('Status', 'Completed'), when, batch], namespace);
  return { status: 201, headers: { 'content-type': 'text/xml' }, body };
}

/** The service of a cloud; it is made with its first distribution. */
export const invalidationsOf: (cloud: Cloud) => InvalidationService = perCloud((cloud) => {
  const service = new InvalidationService(cloud.place.account);
  cloud.services.set(service.name, service);
  return service;
});
