import {
  type DkimStatus,
  GetEmailIdentityCommand,
  type MailFromDomainStatus,
  NotFoundException,
  type SESv2Client,
} from '@aws-sdk/client-sesv2';
import type { MailIdentities, ProofState } from '../issues/ports.ts';

/** What SES tells of identities: the addresses and domains that the account has proved to be its own. */
export const sesMailIdentities = (client: SESv2Client): MailIdentities => ({
  async read(name) {
    const answer = await client
      .send(new GetEmailIdentityCommand({ EmailIdentity: name }))
      .catch(unlessMissing);
    if (!answer) return undefined;
    const { VerifiedForSendingStatus: isVerified = false, DkimAttributes, MailFromAttributes } = answer;
    const { SigningEnabled: isSigning = false, Status, Tokens: dkimTokens = [] } = DkimAttributes ?? {};
    const { MailFromDomain: domain, MailFromDomainStatus } = MailFromAttributes ?? {};
    return {
      ...{ name, isVerified, dkimTokens },
      dkim: isSigning ? stateOf(Status) : 'off',
      ...(domain && { mailFrom: { domain, state: stateOf(MailFromDomainStatus) } }),
    };
  },
});

/** `NOT_STARTED` is of an address, whose domain alone can have records. */
function stateOf(status: DkimStatus | MailFromDomainStatus | undefined): ProofState {
  if (status === 'SUCCESS') return 'on';
  if (status === 'FAILED') return 'failed';
  return status === undefined || status === 'NOT_STARTED' ? 'off' : 'pending';
}

function unlessMissing(cause: unknown): undefined {
  if (cause instanceof NotFoundException) return undefined;
  throw cause;
}
