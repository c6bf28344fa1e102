import { Button, Field, Form } from '../../look/form.tsx';
import { noticePage } from '../../look/notice-page.tsx';
import { maskedAddress } from '../../runtime/people/address.ts';
import { newslettersPath } from '../links.ts';
import { titleOf } from '../lists.ts';
import { listsIn, type Person } from '../person.ts';
import type { Press } from '../press.ts';

/** Asks nothing but the one press of a button. @param path Of this page. */
export const leavePage = (press: Press, person: Person, path: string): string => {
  const on = listsIn(person, 'on');
  return noticePage(press.config, {
    title: 'Leave?',
    paragraphs: [`No more newsletters would come to ${maskedAddress(person.email)}.`],
    children: (
      <>
        <ul>
          {on.map((name) => (
            <li key={name}>{titleOf(press.lists, name)}</li>
          ))}
        </ul>
        <Form action={path}>
          <Button label="Leave" />
        </Form>
      </>
    ),
  });
};

/** Whoever the link was for was erased: whether they came back since, nobody knows. */
export const gonePage = (press: Press): string =>
  noticePage(press.config, {
    title: 'Nobody is known here',
    paragraphs: [
      'We know nothing any more of whoever got this mail, and send nothing on account of it.',
      'Should newsletters still come to you, please use the link in the newest one.',
    ],
  });

/** They have left. @param path Where a reason can be given; absent: there is nobody to ask. */
export const leftPage = (press: Press, path?: string): string =>
  noticePage(press.config, {
    title: 'You have left',
    paragraphs: ['No more newsletters come to you from us. Thank you for having read them.'],
    children: (
      <>
        {path && (
          <Form action={path} label="Why you leave">
            <Field name="reason" label="If you like, tell us why" maxLength={1000} />
            <Button label="Send" quiet />
          </Form>
        )}
        <p>
          <a href={newslettersPath}>Come back one day</a>
        </p>
      </>
    ),
  });

export const thanksPage = (press: Press): string =>
  noticePage(press.config, {
    title: 'Thank you',
    paragraphs: ['Somebody here will read it. You have left.'],
  });

export const unknownLeavePage = (press: Press): string =>
  noticePage(press.config, {
    title: 'This link is not whole',
    paragraphs: [
      'Perhaps a part of it was cut off in the mail. Please open it from there again, or answer the mail: somebody will take you off.',
    ],
  });
