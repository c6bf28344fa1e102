import { join } from 'node:path';
import { clockOf } from '../clock.ts';
import { type Cloud, perCloud } from '../cloud.ts';
import type { Place } from '../resource.ts';
import { openDatabase } from '../sqlite.ts';
import { eventOf, type FeedbackKind, feedbackOf, isSimulator, type SentMail } from './feedback.ts';
import { FeedbackOutbox } from './feedback-outbox.ts';
import { MailStore } from './mail-store.ts';
import { bareAddress } from './message-limits.ts';
import { SendingAccount } from './sending-account.ts';
import { SesError } from './ses-error.ts';
import { SuppressionList, type SuppressionReason } from './suppression-list.ts';

/** A configuration set of the template. */
export interface ConfigurationSet {
  /** For which reasons mail to an address on the suppression list is not sent; undefined: for those of the account. */
  suppressedReasons?: readonly SuppressionReason[];
  /** Which events it sends to the default bus. */
  events: Set<FeedbackKind>;
}

/** Of the account: what a mail without a configuration set, or with one that says nothing, is held to. */
export const accountReasons: readonly SuppressionReason[] = ['BOUNCE', 'COMPLAINT'];

/** SES of one local cloud: identities and configuration sets of the template, and everything that it stores. */
export class MailService {
  /** Addresses and domains. Without any, every sender is taken. */
  readonly identities = new Set<string>();
  readonly configurationSets = new Map<string, ConfigurationSet>();
  readonly store: MailStore;
  readonly account: SendingAccount;
  readonly suppressions: SuppressionList;
  readonly #outbox: FeedbackOutbox;
  readonly #database: ReturnType<typeof openDatabase>;
  readonly #cloud: Cloud;

  constructor(cloud: Cloud) {
    this.#cloud = cloud;
    this.#database = openDatabase(join(cloud.place.data, 'ses', 'mail.sqlite'), '');
    this.store = new MailStore(this.#database);
    this.account = new SendingAccount(this.#database, () => this.now());
    this.suppressions = new SuppressionList(this.#database);
    this.#outbox = new FeedbackOutbox(this.#database, cloud);
  }

  get place(): Place {
    return this.#cloud.place;
  }

  /** The press's time, in milliseconds since the epoch. */
  now(): number {
    return clockOf(this.#cloud).now();
  }

  /** What the changes store is stored together; events that they report are sent afterwards. */
  atomically<T>(changes: () => T): T {
    this.#database.exec('BEGIN');
    try {
      const result = changes();
      this.#database.exec('COMMIT');
      this.sendPendingEvents();
      return result;
    } catch (cause) {
      this.#database.exec('ROLLBACK');
      throw cause;
    }
  }

  /** Also what is left from before a restart. Call it when rules and queues exist. */
  sendPendingEvents(): void {
    this.#outbox.wake();
  }

  /** Stores the events of a mail that its configuration set wants. SES sends none without one. */
  report(mail: SentMail): void {
    const { events } = this.configurationSets.get(mail.envelope.configurationSet ?? '') ?? {};
    for (const one of feedbackOf(mail)) {
      if (!events?.has(one.kind)) continue;
      const event = eventOf(one, mail, this.place);
      const arrivals = this.#cloud.weather?.feedback?.(event['detail-type']) ?? [0];
      for (const delay of arrivals) this.#outbox.add(event, delay);
    }
  }

  /** The identity that an address belongs to: itself, or the nearest domain above it that is one. */
  identityOf(address: string): string | undefined {
    if (this.identities.has(address)) return address;
    const labels = address
      .slice(address.lastIndexOf('@') + 1)
      .toLowerCase()
      .split('.');
    return labels.map((_, at) => labels.slice(at).join('.')).find((domain) => this.identities.has(domain));
  }

  /** Those that are not verified: a sender where identities are declared, recipients in the sandbox. */
  notVerified(from: string, recipients: readonly string[]): string[] {
    const checked = this.account.limits.sandbox ? recipients.filter((one) => !isSimulator(one)) : [];
    const sender = this.identities.size > 0 ? [bareAddress(from)] : [];
    return [...sender, ...checked].filter((address) => this.identityOf(address) === undefined);
  }

  /** Of these addresses, those a mail with this configuration set is not sent to, and why. */
  suppressed(addresses: readonly string[], setName: string | undefined): Map<string, SuppressionReason> {
    const set = setName === undefined ? undefined : this.configurationSets.get(setName);
    const reasons = set?.suppressedReasons ?? accountReasons;
    const found = addresses.flatMap((address): [string, SuppressionReason][] => {
      const reason = this.suppressions.get(address)?.reason;
      return reason && reasons.includes(reason) ? [[address, reason]] : [];
    });
    return new Map(found);
  }

  /** Throws a SesError for a set that the template does not have. */
  requireConfigurationSet(name: string | undefined): void {
    if (name !== undefined && !this.configurationSets.has(name))
      throw new SesError('NotFoundException', `Configuration set <${name}> does not exist.`);
  }

  close(): void {
    this.#outbox.close();
    this.#database.close();
  }
}

/** The mail of a cloud; opened when first asked for. */
export const mailOf = perCloud((cloud) => {
  const mail = new MailService(cloud);
  cloud.onStop(() => mail.close());
  return mail;
});
