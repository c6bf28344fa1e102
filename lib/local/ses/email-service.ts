import * as z from 'zod/mini';
import type { Cloud } from '../cloud.ts';
import type { AwsRequest, AwsResponse, AwsService, Need } from '../service.ts';

const emailShape = z.object({
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
type Email = z.output<typeof emailShape>;

const actions = new Map([
  ['POST /v2/email/outbound-emails', 'ses:SendEmail'],
  ['POST /v2/email/outbound-bulk-emails', 'ses:SendBulkEmail'],
]);

/** SES's limit for one call: recipients of an email, or entries of a bulk email. */
const mostRecipients = 50;

/** SES v2, for sending alone; the inbox stores what is sent. */
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
  const arn = (resource: string) => `arn:aws:ses:${region}:${account}:${resource}`;
  const { FromEmailAddress: from = '', ConfigurationSetName: set } = emailIn(request) ?? {};
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

function emailIn({ body }: AwsRequest): Email | undefined {
  try {
    return emailShape.parse(JSON.parse(body.toString()));
  } catch {
    return undefined;
  }
}

async function handle(request: AwsRequest, inbox: string): Promise<AwsResponse> {
  const email = emailIn(request);
  if (!actions.has(`${request.method} ${request.path}`)) {
    return refuse(404, 'UnknownOperationException', `${request.method} ${request.path} is not imitated.`);
  }
  if (!email) return refuse(400, 'SerializationException', 'The request is not what SES takes.');
  if (recipientsOf(email) > mostRecipients) {
    return refuse(400, 'BadRequestException', `Recipient count exceeds ${mostRecipients}.`);
  }
  // The emulator asks for a signature of the right form and checks none: the gate has done that.
  const headers = { 'content-type': 'application/json', authorization: 'AWS4-HMAC-SHA256' };
  const body = new Uint8Array(request.body);
  const response = await fetch(inbox + request.path, { method: request.method, headers, body });
  const type = response.headers.get('content-type') ?? 'application/json';
  return { status: response.status, headers: { 'content-type': type }, body: await response.text() };
}

function recipientsOf({ Destination: to, BulkEmailEntries: entries }: Email): number {
  const lists = [to?.ToAddresses, to?.CcAddresses, to?.BccAddresses, entries];
  return lists.reduce((sum, list) => sum + (list?.length ?? 0), 0);
}

function refuse(status: number, code: string, message: string): AwsResponse {
  const headers = { 'content-type': 'application/json', 'x-amzn-errortype': code };
  return { status, headers, body: JSON.stringify({ message }) };
}
