import { joined, newPerson, type Person } from '../../../functions/newsletters/person.ts';
import type { SignUp, Token } from '../../../functions/newsletters/ports.ts';
import type { Letter } from '../../../functions/post/contract/letter.ts';

export const noon = '2026-05-01T12:00:00.000Z';

/** Somebody who confirmed the weekly. */
export const aPerson = (members: Partial<Person> = {}): Person => ({
  ...joined(
    newPerson({ id: '01HP', email: 'nia@example.org', addressHash: 'nia', createdAt: noon }),
    ['weekly'],
    noon,
  ),
  ...members,
});

export const aSignUp = (members: Partial<SignUp> = {}): SignUp => ({
  ...{ id: '01HS', email: 'nia@example.org', addressHash: 'nia', lists: ['weekly'], at: noon },
  consent: { wording: 'You may leave.', version: '1', page: 'footer' },
  ...members,
});

export const aToken = (members: Partial<Token> = {}): Token => ({
  ...{ hash: 'h1', person: '01HP', addressHash: 'nia', action: 'confirm', at: noon },
  expiresAt: '2026-05-03T12:00:00.000Z',
  ...members,
});

export const aLetter = (members: Partial<Letter> = {}): Letter => ({
  ...{ id: '01HL', room: 'newsletters', kind: 'confirm', to: 'nia@example.org', addressHash: 'nia' },
  ...{ about: 'token:h1', mail: { subject: 'S', html: '<p>S</p>', text: 'S' }, at: noon },
  ...members,
});
