import { call, NotThere, type Press, Problem, Unchanged } from '../client.ts';
import { type Command, type CommandOptions, type Outcome, refuseMore } from '../command.ts';
import { exportSubscribers } from './export.ts';
import { importSubscribers } from './import.ts';

/** Commands of those who look after the subscribers, by their names. */
export const subscriberCommands: Record<string, Command> = {
  'subscribers list': list,
  'subscribers show': show,
  'subscribers add': add,
  'subscribers remove': remove,
  'subscribers tell': tell,
  'subscribers unsuppress': unsuppress,
  'subscribers import': importSubscribers,
  'subscribers export': exportSubscribers,
};

/** A line of `GET /api/subscribers`. */
interface Subscriber {
  id: string;
  email: string;
  name?: string;
  state: string;
  lists: string[];
  created: string;
}

/** `GET /api/subscribers/{id}`. */
interface Story extends Omit<Subscriber, 'lists'> {
  lists: { name: string; title: string; state: string; at: string; left?: string }[];
  confirmed?: string;
  left?: string;
  pausedUntil?: string;
  suppressed?: { why: string; at: string };
  evidence: Evidence[];
}

interface Evidence {
  what: string;
  at: string;
  lists?: string[];
  consent?: { wording: string; page: string };
  note?: string;
}

async function list(press: Press, words: string[], options: CommandOptions): Promise<Outcome> {
  refuseMore(words);
  const [list, ...more] = options.list ?? [];
  refuseMore(more);
  const { search, state } = options;
  const items = await everyone(press, { search, state, list });
  const nothing = search || state || list ? 'Nobody is like that.' : 'Nobody has subscribed yet.';
  return { lines: items.length ? items.map(listLine) : [nothing], data: items, ok: true };
}

async function everyone(press: Press, wanted: Record<string, string | undefined>): Promise<Subscriber[]> {
  const items: Subscriber[] = [];
  for (let cursor: string | undefined; ; ) {
    const asked = Object.entries({ ...wanted, limit: '100', cursor }).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, value]],
    );
    const page: { items: Subscriber[]; next: string | null } = await call(
      press,
      'GET',
      `/subscribers?${new URLSearchParams(asked)}`,
    );
    items.push(...page.items);
    if (page.next === null) return items;
    cursor = page.next;
  }
}

const listLine = ({ id, email, name, state, lists }: Subscriber): string =>
  [state.padEnd(12), id, '', name ? `${email} (${name})` : email, lists.length ? `— ${lists.join(', ')}` : '']
    .join(' ')
    .trimEnd();

async function show(press: Press, words: string[]): Promise<Outcome> {
  const data = await call<Story>(press, 'GET', `/subscribers/${await idIn(press, personIn(words))}`);
  return { lines: storyLines(data), data, ok: true };
}

/** The one person that a command is about. */
function personIn([person, ...more]: string[]): string {
  if (!person) throw new Problem('Name the person by address or id, as "press subscribers list" shows them.');
  refuseMore(more);
  return person;
}

/** Who has an address is asked by a search; an id is taken as it is. */
async function idIn(press: Press, person: string): Promise<string> {
  if (!person.includes('@')) return encodeURIComponent(person);
  const found = await everyone(press, { search: person });
  const one = found.find(({ email }) => email.toLowerCase() === person.trim().toLowerCase());
  if (one) return one.id;
  throw new NotThere(`Nobody has the address ${person} here. Whoever was here may have been erased.`);
}

function storyLines(story: Story): string[] {
  const { id, email, name, state, suppressed, pausedUntil, lists, evidence } = story;
  return [
    name ? `${email} (${name})` : email,
    `  ${state}; id ${id}; here since ${day(story.created)}`,
    ...(pausedUntil ? [`  paused until ${day(pausedUntil)}`] : []),
    ...(suppressed ? [`  gets no newsletters: ${suppressed.why}, ${day(suppressed.at)}`] : []),
    ...lists.map((one) => `  ${one.state.padEnd(6)} ${one.title} (${one.name}), ${day(one.left ?? one.at)}`),
    '',
    ...evidence.map(evidenceLine),
  ];
}

function evidenceLine({ what, at, lists = [], consent, note }: Evidence): string {
  const words = note ?? consent?.wording;
  const parts = [lists.join(', '), words ? `“${words}”` : '', consent?.page ? `on ${consent.page}` : ''];
  return `  ${at.replace('T', ' ').replace('Z', ' UTC')}  ${[what, ...parts].filter(Boolean).join('  ')}`;
}

const day = (instant: string): string => instant.slice(0, 10);

async function add(press: Press, words: string[], options: CommandOptions): Promise<Outcome> {
  const email = personIn(words);
  const { consent: evidence, list: lists, name } = options;
  if (!evidence)
    throw new Problem(`Say how this person agreed: press subscribers add ${email} --consent "…"`);
  const data = await call<Subscriber>(press, 'POST', '/subscribers', { email, name, lists, evidence });
  return { lines: [`On the list: ${listLine(data)}`], data, ok: true };
}

async function tell(press: Press, words: string[]): Promise<Outcome> {
  const email = personIn(words);
  const data = await call(press, 'POST', '/exports', { email });
  const line = `If anything is known of ${email}, it goes there by letter within some minutes. Nobody else gets it.`;
  return { lines: [line], data, ok: true };
}

/** Asks first: who is erased is gone for good. */
async function remove(press: Press, words: string[], options: CommandOptions): Promise<Outcome> {
  const person = personIn(words);
  if (!options.yes) await askToErase(person, options);
  const data = person.includes('@')
    ? await call(press, 'POST', '/erasures', { email: person })
    : await call(press, 'DELETE', `/subscribers/${encodeURIComponent(person)}`);
  const lines = [
    `${person} is being erased: within a minute no part of the press knows them.`,
    'But for places they booked at an event to come: name and address are needed there, and go once it is over.',
    'Copies that you made stay: exports on your machines, and files that were imported. On AWS the tables can be set back for 35 days; whoever was erased is erased again then.',
  ];
  return { lines, data, ok: true };
}

async function askToErase(person: string, { confirm }: CommandOptions): Promise<void> {
  const answer = await confirm?.(`Erase ${person} in every part of the press, for good?`);
  if (answer === undefined)
    throw new Problem(
      `Nobody was erased: without a terminal to ask at it takes press subscribers remove ${person} --yes`,
    );
  if (!answer) throw new Problem('Nobody was erased.');
}

async function unsuppress(press: Press, words: string[]): Promise<Outcome> {
  const email = personIn(words);
  const data = await call<{ removed: boolean }>(press, 'POST', '/suppressions/unsuppress', { email });
  if (!data.removed)
    throw new Unchanged(
      `Unchanged: nothing heard here stops mail to ${email}. What an import brought counts no more.`,
    );
  return { lines: [`Mail may go to ${email} again.`], data, ok: true };
}
