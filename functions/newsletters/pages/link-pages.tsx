import { Button, Form } from '../../look/form.tsx';
import { noticePage } from '../../look/notice-page.tsx';
import { SignUpForm } from '../../look/sign-up-form.tsx';
import { maskedAddress } from '../../runtime/people/address.ts';
import { titleOf } from '../lists.ts';
import { listsIn, type Person } from '../person.ts';
import type { Token } from '../ports.ts';
import type { Press } from '../press.ts';

/** Links to what somebody may want next. */
export interface OwnLinks {
  preferences: string;
  leave: string;
}

/** What a confirmation link stands for, with the one button that does it. @param path Of this page. */
export const requestPage = (
  press: Press,
  { person, token }: { person: Person; token: Token },
  path: string,
): string => {
  const adds = listsIn(person, 'on').length > 0;
  return noticePage(press.config, {
    title: adds ? 'Add to what you get?' : 'Finish subscribing?',
    paragraphs: [`To ${maskedAddress(person.email)} we would send from now on:`],
    children: (
      <>
        <Titles press={press} names={token.lists ?? []} />
        <OneButton path={path} label="Finish subscribing" />
      </>
    ),
  });
};

/** The link was used, now or before. Without a person: they were erased, or their address is another by now. */
export const confirmedPage = (
  press: Press,
  person: Person | undefined,
  links: OwnLinks | undefined,
): string => {
  const on = person ? listsIn(person, 'on') : [];
  const isStopped = person?.suppressed !== undefined;
  return noticePage(press.config, {
    title: on.length ? 'You are subscribed' : 'This link was used already',
    paragraphs: [
      on.length ? 'It is done, and nothing more is needed. You get:' : 'There is nothing more to do with it.',
    ],
    children: (
      <>
        <Titles press={press} names={on} />
        {on.length > 0 && isStopped && (
          <p>
            But mail to this address came back to us, or a newsletter was reported as unwanted, and so none
            goes there at present. Please write to us: somebody here can lift that.
          </p>
        )}
        {links && (
          <p>
            <a href={links.preferences}>Change what you get</a> or <a href={links.leave}>leave</a>
          </p>
        )}
      </>
    ),
  });
};

/** A link that does nothing any more, and how to get another. */
export const expiredPage = (press: Press): string =>
  noticePage(press.config, {
    title: 'This link has expired',
    paragraphs: [
      'Links of this kind work for two days, once, and for the address they were sent to. To subscribe, ask for another one:',
    ],
    children: <SignUpForm id="email" page="expired" label="Ask again" />,
  });

const questions = {
  change: {
    title: 'Get your newsletters here?',
    text: 'From now on your newsletters go to the address to which this link was sent, and no more to the one before.',
    label: 'Change the address',
  },
  export: {
    title: 'What we know about you',
    text: 'The button gives you a file with everything that our newsletters know about this address. What we know of your bookings comes to it by letter.',
    label: 'Get the file',
  },
  erase: {
    title: 'Shall we forget you?',
    text: 'Everything that we know about this address is erased, your subscriptions too. It cannot be undone. We only keep a code by which we know again that somebody left, so that nobody signs you up by mistake.',
    label: 'Forget me',
  },
} as const;

/** What a one-time link of the preferences does, with the button that does it. */
export const questionPage = (press: Press, action: keyof typeof questions, path: string): string => {
  const { title, text, label } = questions[action];
  return noticePage(press.config, {
    title,
    paragraphs: [text],
    children: <OneButton path={path} label={label} />,
  });
};

const answers = {
  change: [
    'Your address is changed',
    'Your newsletters come here from now on. The address before was told so.',
  ],
  export: [
    'This link was used',
    'The file was handed over, and what we know of your bookings comes by letter. For another file, ask again on the page of your newsletters.',
  ],
  erase: [
    'You are forgotten',
    'Nothing about you is left here but a code that says somebody left. Farewell.',
  ],
} as const;

export const answeredPage = (press: Press, action: keyof typeof answers): string => {
  const [title, text] = answers[action];
  return noticePage(press.config, { title, paragraphs: [text] });
};

const Titles = ({ press, names }: { press: Press; names: readonly string[] }) => (
  <ul>
    {names.map((name) => (
      <li key={name}>{titleOf(press.lists, name)}</li>
    ))}
  </ul>
);

const OneButton = ({ path, label }: { path: string; label: string }) => (
  <Form action={path}>
    <Button label={label} />
  </Form>
);
