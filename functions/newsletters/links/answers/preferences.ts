import * as z from 'zod/mini';
import { formBody, several } from '../../../runtime/forms.ts';
import { type PageReply, seeOther } from '../../../runtime/page-http.ts';
import { networkOf } from '../../../runtime/people/limits.ts';
import type { Complaint } from '../../../runtime/problem.ts';
import { type HttpEvent, readersAddress } from '../../../runtime/request.ts';
import { preferencesPath } from '../../links.ts';
import { expiredPage } from '../../pages/link-pages.tsx';
import { preferencesPage } from '../../pages/preferences-page.tsx';
import {
  type Choice,
  type Deps,
  offeredTo,
  ownerOfPreferences,
  pauses,
  setPreferences,
} from '../set-preferences.ts';

const months = z.pipe(
  z.string(),
  z.transform((typed) => pauses.find((count) => `${count}` === typed) ?? pauses[0]),
);

const form = z.discriminatedUnion('do', [
  z.object({ do: z.literal('save'), lists: several(z.string()), name: z.optional(z.string()) }),
  z.object({ do: z.literal('pause'), months }),
  z.object({ do: z.literal('change'), email: z._default(z.string(), '') }),
  z.object({ do: z.enum(['resume', 'leave', 'export', 'erase']) }),
]);

/** What the page says after each. */
const said: Readonly<Record<Choice['do'], string>> = {
  save: 'Saved.',
  pause: 'Paused.',
  resume: 'The pause is over.',
  leave: 'You have left. A short letter says so.',
  change: 'A letter with a link is on its way to the new address.',
  export: 'A letter with a link is on its way to you.',
  erase: 'A letter with a link is on its way to you.',
};

/** The page of a person's preferences, and its forms. */
export async function answerPreferences(event: HttpEvent, link: string, deps: Deps): Promise<PageReply> {
  if (event.requestContext.http.method !== 'POST') {
    const saidNow = Object.entries(said).find(([what]) => what === event.rawQueryString)?.[1];
    return show(link, { status: 200, said: saidNow, complaints: [] }, deps);
  }
  const choice: Choice = await formBody(event, form);
  const outcome = await setPreferences(link, choice, networkOf(readersAddress(event)), deps);
  if (outcome.outcome === 'done') return seeOther(`${preferencesPath(link)}?${choice.do}`);
  const complaints = outcome.outcome === 'refused' ? outcome.complaints : [];
  return show(link, { status: 422, said: undefined, complaints }, deps);
}

interface Shown {
  status: number;
  said: string | undefined;
  complaints: Complaint[];
}

async function show(link: string, { status, ...shown }: Shown, deps: Deps): Promise<PageReply> {
  const press = await deps.press();
  const person = await ownerOfPreferences(link, deps);
  if (!person) return { status: 410, open: true, html: expiredPage(press) };
  const view = {
    offered: offeredTo(person, press.lists),
    path: preferencesPath(link),
    now: deps.clock.now().toISOString(),
    ...{ person, ...shown },
  };
  return { status, html: preferencesPage(press, view) };
}
