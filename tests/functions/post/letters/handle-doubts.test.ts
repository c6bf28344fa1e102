import { beforeEach, expect, it } from 'vitest';
import { closeNotWanted } from '../../../../functions/post/feedback/hear-feedback.ts';
import {
  closeLetter,
  listDoubts,
  listNotWanted,
  resendLetter,
} from '../../../../functions/post/letters/handle-doubts.ts';
import { aLetter } from '../a-letter.ts';
import { PostOffice } from './a-post-office.ts';

let office: PostOffice;
let id: string;

const deps = () => ({ ...office.deps(), ids: office.ids });
const wishes = () => office.events.filter(({ type }) => type === 'Letter Wanted');

beforeEach(async () => {
  office = new PostOffice();
  await office.press({ sender: 'post@lantern.example' });
  id = office.ids.next();
  office.room.put(aLetter({ id }));
  office.weather = ['unheard'];
  await office.stream([id]);
});

it('lists a doubt by what it is about, with the address in part', async () => {
  expect(await listDoubts({ limit: 9 }, deps())).toEqual({
    items: [
      {
        id,
        state: 'doubt',
        room: 'newsletters',
        kind: 'confirm',
        about: aLetter().about,
        to: 'm…@home.example',
        at: '2026-03-02T12:00:00Z',
        since: '2026-03-02T12:00:00Z',
      },
    ],
    next: null,
  });
});

it('has it sent again once, under one id, however often the editor asks and wherever the function dies', async () => {
  const named = new Set<string>();
  for (let at = 1; at <= 6; at++) for (const after of [false, true]) await office.resend(id, { at, after });
  named.add((await resendLetter(id, deps())).next);
  for (const { detail } of wishes()) if ('next' in detail) named.add(detail.next);
  expect(named.size).toBe(1);
  expect(office.room.letters.get(id)).toMatchObject({ state: 'resent', next: [...named][0] });
  expect(office.room.letters.get(id)).not.toHaveProperty('mail');
  office.answerWishes();
  await office.tick();
  expect([...office.taken.keys()]).toEqual([...named]);
  expect((await listDoubts({ limit: 9 }, deps())).items).toEqual([]);
});

it('says so where its room cannot compose it again, and leaves it in doubt', async () => {
  const last = office.ids.next();
  office.room.put(aLetter({ id: last, onlyOnce: true }));
  office.weather = ['unheard'];
  await office.stream([last]);
  await expect(resendLetter(last, deps())).rejects.toMatchObject({ status: 409 });
  expect(office.room.letters.get(last)?.state).toBe('doubt');
  expect(wishes()).toEqual([]);
});

it('lists it as closed, with the reason, where its room has nothing to send', async () => {
  const { next } = await resendLetter(id, deps());
  const answer = { letter: id, next, why: 'used' as const };
  for (let times = 0; times < 2; times++) await closeNotWanted(answer, deps());
  const { items } = await listNotWanted({ limit: 9 }, deps());
  expect(items).toMatchObject([{ id, state: 'closed', why: 'used', since: '2026-03-02T12:00:00Z' }]);
  expect((await listDoubts({ limit: 9 }, deps())).items).toEqual([]);
  await expect(resendLetter(id, deps())).rejects.toMatchObject({
    status: 409,
    message: expect.stringContaining('its link was used'),
  });
});

it('hears of it before its own call is done', async () => {
  const announcer = {
    announce: async () => {
      const next = office.room.letters.get(id)?.next ?? '';
      await closeNotWanted({ letter: id, next, why: 'gone' }, deps());
    },
  };
  await expect(resendLetter(id, { ...deps(), announcer })).rejects.toMatchObject({ status: 409 });
  expect(office.room.letters.get(id)).toMatchObject({ state: 'closed', why: 'gone' });
});

it('lets an answer pass that comes after the letter was put, or after an editor closed it', async () => {
  const { next } = await resendLetter(id, deps());
  await closeNotWanted({ letter: id, next: office.ids.next(), why: 'gone' }, deps());
  office.answerWishes();
  await closeNotWanted({ letter: id, next, why: 'gone' }, deps());
  expect(office.room.letters.get(id)?.state).toBe('resent');
  expect((await listNotWanted({ limit: 9 }, deps())).items).toEqual([]);
});

it('leaves it when the editor says so', async () => {
  await closeLetter(id, deps());
  await closeLetter(id, deps());
  expect(office.room.letters.get(id)?.state).toBe('closed');
  expect(wishes()).toEqual([]);
});

it('refuses what is not in doubt, and what is not there', async () => {
  await expect(resendLetter('01KJQ1V5M0ZZZZZZZZZZZZZZZZ', deps())).rejects.toMatchObject({ status: 404 });
  await closeLetter(id, deps());
  await expect(resendLetter(id, deps())).rejects.toMatchObject({ status: 409 });
  const sent = office.ids.next();
  office.room.put(aLetter({ id: sent }));
  await office.stream([sent]);
  await expect(closeLetter(sent, deps())).rejects.toMatchObject({ status: 409 });
});

it('tells an editor when SES’s report was faster', async () => {
  const report = {
    type: 'Send' as const,
    messageId: 'message-9',
    at: office.now.toISOString(),
    letter: id,
    attempt: 1,
  };
  const announcer = { announce: () => office.hear(report) };
  await expect(resendLetter(id, { ...deps(), announcer })).rejects.toMatchObject({ status: 409 });
  expect(office.room.letters.get(id)?.state).toBe('sent');
});
