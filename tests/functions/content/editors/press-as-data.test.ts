import { expect, it } from 'vitest';
import { showDocument } from '../../../../functions/content/editors/show-document.ts';
import { Office } from '../an-office.ts';

const written = `---
kind: press
title: The Lantern
strapline: News from the quay
language: en
timezone: Europe/Dublin
sections: [Housing, Work]
colours:
  accent: '#a11b0f'
  paper: '#fffdf7'
sender: The Lantern <post@lantern.example>
lists:
  - name: weekly
    title: The week
    frequency: Fridays
    default: true
limits:
  hourly: 200
imprint: 4 Ropewalk Steps
---
`;

it('the press document is told as a form needs it: every field under the name it has in a file', async () => {
  const office = new Office();
  await office.handIn({ 'press.md': written });
  const deps = { documents: office.content, siteUrl: 'https://press.example' };
  const { fields } = await showDocument('press', { by: 'edda', isEditor: true }, deps);
  expect(fields).toEqual({
    title: 'The Lantern',
    strapline: 'News from the quay',
    language: 'en',
    timezone: 'Europe/Dublin',
    sections: ['Housing', 'Work'],
    colours: { accent: '#a11b0f', paper: '#fffdf7' },
    sender: 'The Lantern <post@lantern.example>',
    lists: [{ name: 'weekly', title: 'The week', frequency: 'Fridays', default: true }],
    limits: { hourly: 200 },
    imprint: '4 Ropewalk Steps',
  });
});
