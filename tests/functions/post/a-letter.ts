import type { Letter } from '../../../functions/post/contract/letter.ts';

export const noon = '2026-03-02T12:00:00.000Z';

export const aLetter = (changes: Partial<Letter> = {}): Letter => ({
  id: '01KJQ1V5M0AAAAAAAAAAAAAAA0',
  room: 'newsletters',
  kind: 'confirm',
  to: 'mara@home.example',
  addressHash: '0f1e2d3c4b5a69788796a5b4c3d2e1f0',
  about: '01KJQ1V5M0BBBBBBBBBBBBBBBB',
  mail: { subject: 'One more step', html: '<html><body><p>Hello.</p></body></html>', text: 'Hello.\n' },
  at: noon,
  ...changes,
});
