import * as z from 'zod/mini';
import type { Cloud } from '../cloud.ts';
import type { AwsRequest, AwsResponse, AwsService, Need } from '../service.ts';

const letter = z.object({
  FromEmailAddress: z.optional(z.string()),
  ConfigurationSetName: z.optional(z.string()),
  Destination: z.optional(
    z.object({
      ToAddresses: z.optional(z.array(z.string())),
      CcAddresses: z.optional(z.array(z.string())),
      BccAddresses: z.optional(z.array(z.string())),
    }),
  ),
  BulkEmailEntries: z.optional(z.array(z.unknown())),
});
type Letter = z.output<typeof letter>;

const actions = new Map([
  ['POST /v2/email/outbound-emails', 'ses:SendEmail'],
  ['POST /v2/email/outbound-bulk-emails', 'ses:SendBulkEmail'],
]);

/** SES takes as many in one call, of recipients of a mail or of entries of a bulk. */
const mostRecipients = 50;

/** SES v2, as far as sending goes; the inbox keeps what is sent. */
export function emailService(cloud: Cloud): AwsService {
  return {
    name: 'ses',
    needs: (request) => needs(request, cloud),
    handle: (request) => handle(request, cloud.place.origins.inbox),
    refuse,
  };
}

function needs(request: AwsRequest, cloud: Cloud): Need[] {
  const action = actions.get(`${request.method} ${request.path}`) ?? 'ses:Unknown';
  const { region, account } = cloud.place;
  const arn = (rest: string) => `arn:aws:ses:${region}:${account}:${rest}`;
  const { FromEmailAddress: from = '', ConfigurationSetName: set } = letterIn(request) ?? {};
  const address = /<([^>]+)>\s*$/.exec(from)?.[1] ?? from.trim();
  const conditions = { 'ses:FromAddress': address };
  return [
    { action, resource: arn(`identity/${identityOf(address, cloud)}`), conditions },
    ...(set === undefined ? [] : [{ action, resource: arn(`configuration-set/${set}`), conditions }]),
  ];
}

/** The address itself if it is an identity of the template, its domain otherwise. */
function identityOf(address: string, { resources }: Cloud): string {
  const known = [...resources.values()].some(
    ({ type, properties }) => type === 'AWS::SES::EmailIdentity' && properties.EmailIdentity === address,
  );
  return known ? address : address.slice(address.indexOf('@') + 1);
}

function letterIn({ body }: AwsRequest): Letter | undefined {
  try {
    return letter.parse(JSON.parse(body.toString()));
  } catch {
    return undefined;
  }
}

async function handle(request: AwsRequest, inbox: string): Promise<AwsResponse> {
  const sent = letterIn(request);
  if (!actions.has(`${request.method} ${request.path}`)) {
    return refuse(404, 'UnknownOperationException', `${request.method} ${request.path} is not imitated.`);
  }
  if (!sent) return refuse(400, 'SerializationException', 'The request is not what SES takes.');
  if (recipientsOf(sent) > mostRecipients) {
    return refuse(400, 'BadRequestException', `Recipient count exceeds ${mostRecipients}.`);
  }
  // The emulator asks for a signature of the right form and checks none: the gate has done that.
  const headers = { 'content-type': 'application/json', authorization: 'AWS4-HMAC-SHA256' };
  const body = new Uint8Array(request.body);
  const response = await fetch(inbox + request.path, { method: request.method, headers, body });
  const type = response.headers.get('content-type') ?? 'application/json';
  return { status: response.status, headers: { 'content-type': type }, body: await response.text() };
}

function recipientsOf({ Destination: to, BulkEmailEntries: entries }: Letter): number {
  const lists = [to?.ToAddresses, to?.CcAddresses, to?.BccAddresses, entries];
  return lists.reduce((sum, list) => sum + (list?.length ?? 0), 0);
}

function refuse(status: number, code: string, message: string): AwsResponse {
  const headers = { 'content-type': 'application/json', 'x-amzn-errortype': code };
  return { status, headers, body: JSON.stringify({ message }) };
}
