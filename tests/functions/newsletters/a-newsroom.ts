import type { PressFields } from '../../../functions/content/kinds/press.ts';
import { actOnDue } from '../../../functions/newsletters/act-on-due.ts';
import { actOnMessage } from '../../../functions/newsletters/act-on-message.ts';
import { erasePerson } from '../../../functions/newsletters/editors/erase-person.ts';
import { confirmSubscription } from '../../../functions/newsletters/links/confirm-subscription.ts';
import { leaveNewsletters } from '../../../functions/newsletters/links/leave-newsletters.ts';
import { type Choice, setPreferences } from '../../../functions/newsletters/links/set-preferences.ts';
import { useLink } from '../../../functions/newsletters/links/use-link.ts';
import { leaveLink, preferencesLink } from '../../../functions/newsletters/links.ts';
import { listsIn, type Person } from '../../../functions/newsletters/person.ts';
import type { LeaveLog, Subscribers } from '../../../functions/newsletters/ports.ts';
import { pressOf } from '../../../functions/newsletters/press.ts';
import { replayLog } from '../../../functions/newsletters/replay-log.ts';
import { settleSignUp } from '../../../functions/newsletters/settle-sign-up.ts';
import { signUp } from '../../../functions/newsletters/sign-up.ts';
import { ulids } from '../../../functions/runtime/ids.ts';
import { newToken } from '../../../functions/runtime/people/tokens.ts';
import { memoryKeys } from '../runtime/people/memory-keys.ts';
import { MemoryPressCopy } from '../runtime/press/memory-press-copy.ts';
import { MemoryLeaveLog, MemoryLogPosition, MemorySubscribers } from './memory-subscribers.ts';

export const site = 'https://press.example';

export const pressWithLists: PressFields = {
  title: 'The Lantern',
  lists: [
    { name: 'weekly', title: 'The weekly' },
    { name: 'events', title: 'What is on' },
    { name: 'members', title: 'For members' },
  ],
};

/** The function was killed. */
export class Killed extends Error {
  override readonly name = 'Killed';
}

/**
 * The room on its fakes, with a clock to move. A function can be killed before or after its next write to the table or
 * the log: `killAt`.
 */
export function aNewsroom(press: PressFields | undefined = pressWithLists) {
  let time = Date.parse('2026-05-01T12:00:00.000Z');
  const clock = { now: () => new Date(time) };
  const ids = ulids(clock);
  const table = new MemorySubscribers(clock);
  const log = new MemoryLeaveLog(() => ids.next());
  const position = new MemoryLogPosition();
  const keys = memoryKeys();
  const erasures: { hash: string; at: string }[] = [];
  const notWanted: unknown[] = [];
  const reports: { text: string; key?: unknown }[] = [];
  let writesLeft: { count: number; after: boolean } | undefined;

  /** Runs a write, unless it is the one at which the function dies. */
  const mortal = async <T>(write: () => Promise<T>): Promise<T> => {
    if (!writesLeft) return write();
    writesLeft.count -= 1;
    if (writesLeft.count >= 0) return write();
    const { after } = writesLeft;
    writesLeft = undefined;
    if (after) await write();
    throw new Killed('The function is killed');
  };
  const subscribers: Subscribers = {
    person: table.person,
    address: table.address,
    token: table.token,
    signUp: table.signUp,
    evidence: (id) => table.evidence(id),
    prolong: (...all) => table.prolong(...all),
    due: (...all) => table.due(...all),
    write: (write) => mortal(() => table.write(write)),
  };
  const leaveLog: LeaveLog = {
    write: (entry) => mortal(() => log.write(entry)),
    read: (...all) => log.read(...all),
  };
  const pressCopy = new MemoryPressCopy<PressFields>();
  const deps = {
    ...{ subscribers, leaveLog, position, keys, clock, ids, newToken, pressCopy },
    signUps: table,
    report: {
      error: (text: string, facts: Record<string, unknown> = {}) => {
        // A function that was killed does not go on to the next entry.
        if (facts.error === Killed.name) throw new Killed('The function is killed');
        reports.push({ text, key: facts.key });
      },
    },
    backoff: async () => undefined,
    announcer: { letterNotWanted: async (answer: unknown) => void notWanted.push(answer) },
    hearDocument: async () => undefined,
    press: async () => pressOf(press, site),
    pressDocument: { read: async () => press },
    importedHashes: async () => [],
    erase: async (erasure: { hash: string; at: string }) => void erasures.push(erasure),
  };
  const askedOthers: string[] = [];
  const consent = { wording: 'You may leave.', version: '1', page: 'footer' };

  return {
    ...{ table, log, position, clock, deps, keys, erasures, askedOthers, notWanted, reports },
    pass: (ms: number) => {
      time += ms;
    },
    /** Dies at the write after the next `count`; `after`: once it is done, before anybody hears of it. */
    killAt(count: number, after: boolean) {
      writesLeft = { count, after };
    },
    live() {
      writesLeft = undefined;
    },
    signUp: (email: string, lists?: string[], more: { name?: string; network?: string } = {}) =>
      signUp({ email, lists, name: more.name, consent }, more.network ?? '192.0.2.1/32', deps),
    async settle(id?: string) {
      for (const one of id === undefined ? table.unsettled() : [id]) await settleSignUp(one, deps);
    },
    confirm: (token: string) => confirmSubscription(token, deps),
    async leave(person: string) {
      return leaveNewsletters(await leaveLink(keys, person), deps);
    },
    async choose(person: { id: string; version: number }, choice: Choice, network = '192.0.2.1/32') {
      return setPreferences(
        await preferencesLink(keys, { person: person.id, version: person.version }),
        choice,
        network,
        deps,
      );
    },
    useLink: (token: string) =>
      useLink(token, {
        ...deps,
        exportPerson: async ({ email }) => ({ email }),
        askOthers: async ({ addressHash }) => void askedOthers.push(addressHash),
        erase: async ({ addressHash }) => {
          const erasure = { hash: addressHash, at: clock.now().toISOString() };
          erasures.push(erasure);
          await leaveLog.write({ ...erasure, what: 'erased' });
        },
      }),
    /** The messages of the queue that erase: one that fails returns. */
    async eraseNow() {
      for (let [erasure] = erasures; erasure; [erasure] = erasures) {
        await erasePerson(erasure, {
          subscribers,
          people: { forget: async () => undefined },
          log: leaveLog,
          exports: { countErasure: async () => undefined },
          results: { removeAll: async () => undefined },
          announcer: { personErased: async () => undefined },
          backoff: async () => undefined,
        });
        erasures.shift();
      }
    },
    message: (type: string, detail: unknown) =>
      actOnMessage(JSON.stringify({ 'detail-type': type, detail }), deps),
    tick: () => actOnDue(deps),
    replay: () => replayLog(deps),
    hashOf: (email: string) => keys.hash(email.toLowerCase()),
    /** Who is known at an address. */
    async at(email: string): Promise<Person | undefined> {
      const hash = await keys.hash(email.toLowerCase());
      return table.people().find(({ addressHash }) => addressHash === hash);
    },
    async listsOf(email: string): Promise<string[]> {
      const hash = await keys.hash(email.toLowerCase());
      const person = table.people().find(({ addressHash }) => addressHash === hash);
      return person ? listsIn(person, 'on').sort() : [];
    },
    /** Tokens in the letters to an address, oldest first. */
    tokensTo: (email: string): string[] =>
      table.letters.filter(({ to }) => to === email).flatMap(({ mail }) => tokenIn(mail.text) ?? []),
  };
}

export type Newsroom = ReturnType<typeof aNewsroom>;

/** The token of the link in a letter. */
export const tokenIn = (text: string): string | undefined =>
  /\/newsletters\/(?:confirm|change)\/([\w-]{27})/.exec(text)?.[1];

/** The titles that a letter lists. */
export const titlesIn = (text: string): string[] =>
  (pressWithLists.lists ?? []).map(({ title }) => title).filter((title) => text.includes(title));
