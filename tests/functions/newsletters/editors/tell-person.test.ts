import { expect, it } from 'vitest';
import { addSubscriber } from '../../../../functions/newsletters/editors/add-subscriber.ts';
import { askForPerson, askOtherRooms } from '../../../../functions/newsletters/editors/tell-person.ts';
import { aDesk, by } from './a-desk.ts';

const nia = { email: 'nia@example.org', evidence: 'Signed at the assembly' };

it('sends whom the room knows the link, once, and the other rooms tell when it is used', async () => {
  const { deps, subscribers, messages, deliver, asked } = aDesk();
  const { person } = await addSubscriber(nia, by, deps);
  await askForPerson(person?.addressHash ?? '', deps);
  messages.sent.push(...messages.sent);
  await deliver();
  expect(subscribers.letters.map(({ kind, to }) => [kind, to])).toEqual([['export', nia.email]]);
  expect(asked).toEqual([]);
  await askOtherRooms(person?.addressHash ?? '', deps);
  await deliver();
  expect(asked).toEqual([{ hash: person?.addressHash, at: expect.any(String), id: expect.any(String) }]);
  expect(subscribers.letters).toHaveLength(1);
});

it('leaves to the other rooms whom it does not know, or has erased', async () => {
  const { deps, subscribers, messages, deliver, asked } = aDesk();
  const hash = await deps.keys.hash('stranger@example.org');
  await askForPerson(hash, deps);
  messages.sent.push(...messages.sent);
  await deliver();
  expect(subscribers.letters).toEqual([]);
  expect(asked.map((one) => one.hash)).toEqual([hash, hash]);
  expect(new Set(asked.map(({ id }) => id)).size).toBe(1);
});
