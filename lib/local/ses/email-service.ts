import { jsonBody } from '../aws-json.ts';
import type { Cloud } from '../cloud.ts';
import type { AwsRequest, AwsResponse, AwsService, Need } from '../service.ts';
import { accountReasons, type MailService, mailOf } from './mail.ts';
import { bareAddress } from './message-limits.ts';
import { putSuppressedShape, readBody, sendBulkEmailShape, sendEmailShape } from './requests.ts';
import { sendBulkEmail, sendEmail } from './send.ts';
import { badRequest, SesError } from './ses-error.ts';
import type { Suppression, SuppressionReason } from './suppression-list.ts';

/** An action: its name in IAM, and what it answers. Throws a SesError. */
interface Action {
  name: string;
  answer(request: AwsRequest, mail: MailService): object;
}

const actions: Readonly<Record<string, Action>> = {
  'POST outbound-emails': {
    name: 'SendEmail',
    answer: (request, mail) => sendEmail(readBody(sendEmailShape, jsonBody(request)), mail),
  },
  'POST outbound-bulk-emails': {
    name: 'SendBulkEmail',
    answer: (request, mail) => sendBulkEmail(readBody(sendBulkEmailShape, jsonBody(request)), mail),
  },
  'GET account': { name: 'GetAccount', answer: (_, mail) => describeAccount(mail) },
  'GET identities/*': { name: 'GetEmailIdentity', answer: describeIdentity },
  'GET suppression/addresses': { name: 'ListSuppressedDestinations', answer: listSuppressed },
  'PUT suppression/addresses': { name: 'PutSuppressedDestination', answer: putSuppressed },
  'GET suppression/addresses/*': { name: 'GetSuppressedDestination', answer: getSuppressed },
  'DELETE suppression/addresses/*': { name: 'DeleteSuppressedDestination', answer: deleteSuppressed },
};

const root = '/v2/email/';
const addressPath = `${root}suppression/addresses/`;
const identityPath = `${root}identities/`;

function actionOf({ method, path }: AwsRequest): Action | undefined {
  const prefix = [addressPath, identityPath].find((one) => path.startsWith(one));
  const known = prefix ? `${prefix}*` : path;
  const key = `${method} ${known.slice(root.length)}`;
  return known.startsWith(root) && Object.hasOwn(actions, key) ? actions[key] : undefined;
}

/** SES v2: sending, the account and its suppression list. */
export function emailService(cloud: Cloud): AwsService {
  const mail = mailOf(cloud);
  return {
    name: 'ses',
    needs: (request) => needs(request, mail),
    handle: async (request) => handle(request, mail),
    refuse,
  };
}

function handle(request: AwsRequest, mail: MailService): AwsResponse {
  try {
    const action = actionOf(request);
    if (!action)
      return refuse(404, 'UnknownOperationException', `${request.method} ${request.path} is not imitated.`);
    return answer(200, action.answer(request, mail));
  } catch (error) {
    if (error instanceof SyntaxError) return refuse(400, 'SerializationException', 'The body is not JSON.');
    if (!(error instanceof SesError)) throw error;
    return refuse(error.status, error.code, error.message);
  }
}

/** Sending is allowed by identity and configuration set, an identity is shown by its own name; the rest has no resources. */
function needs(request: AwsRequest, mail: MailService): Need[] {
  const action = actionOf(request);
  const name = `ses:${action?.name ?? 'Unknown'}`;
  if (action?.name === 'GetEmailIdentity')
    return [{ action: name, resource: identityArn(identityIn(request), mail) }];
  if (!action?.name.startsWith('Send')) return [{ action: name, resource: '*' }];
  const { FromEmailAddress: from, ConfigurationSetName: set } = fieldsOf(request);
  const address = typeof from === 'string' ? bareAddress(from) : '';
  const { region, account } = mail.place;
  const need = (resource: string): Need => ({
    action: name,
    resource: `arn:aws:ses:${region}:${account}:${resource}`,
    conditions: { 'ses:FromAddress': address },
  });
  const identity = mail.identityOf(address) ?? address.slice(address.lastIndexOf('@') + 1);
  return [
    need(`identity/${identity}`),
    ...(typeof set === 'string' ? [need(`configuration-set/${set}`)] : []),
  ];
}

const identityIn = ({ path }: AwsRequest): string => decodeURIComponent(path.slice(identityPath.length));

const identityArn = (name: string, { place: { region, account } }: MailService): string =>
  `arn:aws:ses:${region}:${account}:identity/${name}`;

function fieldsOf(request: AwsRequest): Record<string, unknown> {
  try {
    return Object(jsonBody(request));
  } catch {
    return {};
  }
}

function describeAccount({ account }: MailService): object {
  const { sandbox, perSecond, perDay } = account.limits;
  return {
    DedicatedIpAutoWarmupEnabled: false,
    EnforcementStatus: 'HEALTHY',
    ProductionAccessEnabled: !sandbox,
    SendingEnabled: true,
    SendQuota: { Max24HourSend: perDay, MaxSendRate: perSecond, SentLast24Hours: account.sentInADay() },
    SuppressionAttributes: { SuppressedReasons: accountReasons },
  };
}

/** Identities of the template are proved, with all that belongs to it; without any, every name is. */
function describeIdentity(request: AwsRequest, { identities }: MailService): object {
  const name = identityIn(request);
  if (identities.size > 0 && !identities.has(name))
    throw new SesError('NotFoundException', `Email identity ${name} does not exist.`);
  const isAddress = name.includes('@');
  return {
    IdentityType: isAddress ? 'EMAIL_ADDRESS' : 'DOMAIN',
    VerifiedForSendingStatus: true,
    VerificationStatus: 'SUCCESS',
    DkimAttributes: {
      SigningEnabled: true,
      SigningAttributesOrigin: 'AWS_SES',
      Status: 'SUCCESS',
      Tokens: [],
    },
    MailFromAttributes: {
      BehaviorOnMxFailure: 'USE_DEFAULT_VALUE',
      MailFromDomain: `mail.${name.slice(name.lastIndexOf('@') + 1)}`,
      MailFromDomainStatus: 'SUCCESS',
    },
  };
}

/** Addresses in one answer, unless another number is asked for. */
const pageSize = 1000;

function listSuppressed({ query }: AwsRequest, { suppressions }: MailService): object {
  const reasons = query.getAll('Reason').filter(isReason);
  const limit = Number(query.get('PageSize') ?? pageSize);
  if (!(limit >= 1 && limit <= pageSize)) throw badRequest(`PageSize is not from 1 to ${pageSize}.`);
  const time = (name: string, otherwise: number) =>
    query.has(name) ? Date.parse(query.get(name) ?? '') : otherwise;
  const found = suppressions.list({
    after: Buffer.from(query.get('NextToken') ?? '', 'base64url').toString(),
    reasons: reasons.length ? reasons : accountReasons,
    since: time('StartDate', 0),
    until: time('EndDate', Number.MAX_SAFE_INTEGER),
    limit: limit + 1,
  });
  const page = found.slice(0, limit);
  const last = found.length > limit ? page.at(-1)?.address : undefined;
  return {
    SuppressedDestinationSummaries: page.map(wireSuppression),
    ...(last === undefined ? {} : { NextToken: Buffer.from(last).toString('base64url') }),
  };
}

const isReason = (text: string): text is SuppressionReason => text === 'BOUNCE' || text === 'COMPLAINT';

function putSuppressed(request: AwsRequest, mail: MailService): object {
  const { EmailAddress: address, Reason: reason } = readBody(putSuppressedShape, jsonBody(request));
  if (!address.includes('@')) throw badRequest(`${address} is not an address.`);
  mail.suppressions.put({ address, reason, at: mail.now() });
  return {};
}

function getSuppressed(request: AwsRequest, { suppressions }: MailService): object {
  const found = suppressions.get(addressIn(request));
  if (!found) throw notListed(request);
  return { SuppressedDestination: wireSuppression(found) };
}

function deleteSuppressed(request: AwsRequest, { suppressions }: MailService): object {
  if (!suppressions.remove(addressIn(request))) throw notListed(request);
  return {};
}

const addressIn = ({ path }: AwsRequest): string => decodeURIComponent(path.slice(addressPath.length));

const notListed = (request: AwsRequest): SesError =>
  new SesError(
    'NotFoundException',
    `Email address ${addressIn(request)} does not exist on your suppression list.`,
  );

/** Times are seconds since the epoch. */
const wireSuppression = ({ address, reason, at }: Suppression): object => ({
  EmailAddress: address,
  Reason: reason,
  LastUpdateTime: at / 1000,
});

const answer = (status: number, body: object): AwsResponse => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
});

function refuse(status: number, code: string, message: string): AwsResponse {
  const { headers, ...response } = answer(status, { message });
  return { ...response, headers: { ...headers, 'x-amzn-errortype': code } };
}
