import * as z from 'zod/mini';
import { type Emulator, nameOf, readProperties } from '../emulator.ts';
import type { FeedbackKind } from './feedback.ts';
import { mailOf } from './mail.ts';

const emailIdentity: Emulator = {
  type: 'AWS::SES::EmailIdentity',
  supports: ['EmailIdentity'],
  // Nothing leaves this machine, so nothing is signed or looked up.
  ignores: ['DkimAttributes', 'DkimSigningAttributes', 'FeedbackAttributes', 'MailFromAttributes', 'Tags'],
  identify(logicalId, _place, { EmailIdentity }) {
    const records = [1, 2, 3].flatMap((number) => [
      [`DkimDNSTokenName${number}`, `token${number}._domainkey.${EmailIdentity}`],
      [`DkimDNSTokenValue${number}`, `token${number}.dkim.amazonses.com`],
    ]);
    return {
      ref: typeof EmailIdentity === 'string' ? EmailIdentity : logicalId,
      attributes: Object.fromEntries(records),
    };
  },
  create(resource, cloud) {
    const { EmailIdentity } = readProperties(resource, z.object({ EmailIdentity: z.string() }));
    mailOf(cloud).identities.add(EmailIdentity.includes('@') ? EmailIdentity : EmailIdentity.toLowerCase());
  },
};

const reasons = z.array(z.enum(['BOUNCE', 'COMPLAINT']));
const setShape = z.object({
  SuppressionOptions: z.optional(z.strictObject({ SuppressedReasons: z.optional(reasons) })),
  SendingOptions: z.optional(z.strictObject({ SendingEnabled: z.literal(true) })),
});

const configurationSet: Emulator = {
  type: 'AWS::SES::ConfigurationSet',
  supports: ['Name', ...Object.keys(setShape.shape)],
  ignores: ['DeliveryOptions', 'ReputationOptions', 'Tags', 'TrackingOptions', 'VdmOptions'],
  identify: (logicalId, place, { Name }) => ({ ref: nameOf(Name, logicalId, place), attributes: {} }),
  create(resource, cloud) {
    const { SuppressionOptions } = readProperties(resource, setShape);
    const suppressedReasons = SuppressionOptions?.SuppressedReasons;
    mailOf(cloud).configurationSets.set(resource.identity.ref, { suppressedReasons, events: new Set() });
  },
};

/** By the names of `MatchingEventTypes`. What readers do with a mail is not imitated: nobody opens or clicks here. */
const kinds: Readonly<Record<string, readonly FeedbackKind[]>> = {
  send: ['Send'],
  delivery: ['Delivery'],
  bounce: ['Bounce'],
  complaint: ['Complaint'],
  renderingFailure: ['Rendering Failure'],
  reject: [],
  deliveryDelay: [],
};

const destinationShape = z.object({
  ConfigurationSetName: z.string(),
  EventDestination: z.strictObject({
    Name: z.optional(z.string()),
    Enabled: z._default(z.boolean(), true),
    MatchingEventTypes: z.array(z.string().check(z.refine((kind) => Object.hasOwn(kinds, kind)))),
    // SES sends to no other bus.
    EventBridgeDestination: z.strictObject({
      EventBusArn: z.string().check(z.endsWith(':event-bus/default')),
    }),
  }),
});

const eventDestination: Emulator = {
  type: 'AWS::SES::ConfigurationSetEventDestination',
  supports: Object.keys(destinationShape.shape),
  ignores: [],
  identify: (logicalId) => ({ ref: logicalId, attributes: { Id: logicalId } }),
  create(resource, cloud) {
    const { ConfigurationSetName: name, EventDestination } = readProperties(resource, destinationShape);
    const set = mailOf(cloud).configurationSets.get(name);
    if (!set)
      throw new Error(
        `${resource.path} names the configuration set ${name}, which the template does not have.`,
      );
    const wanted = EventDestination.Enabled ? EventDestination.MatchingEventTypes : [];
    for (const kind of wanted.flatMap((one) => kinds[one] ?? [])) set.events.add(kind);
  },
};

export const sesEmulators: readonly Emulator[] = [emailIdentity, configurationSet, eventDestination];
