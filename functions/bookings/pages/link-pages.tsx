import { Button, Field, Form } from '../../look/form.tsx';
import { noticePage } from '../../look/notice-page.tsx';
import type { Press } from '../gathering.ts';
import { eventsPath, linkRequestPath } from '../links.ts';

/** Where one has the links of one's bookings sent. */
export const linkRequestPage = (
  { config }: Press,
  typed: { email?: string | undefined; error?: string | undefined } = {},
): string =>
  noticePage(config, {
    title: 'Send me my booking’s link',
    paragraphs: [
      'Each booking has its own page, to change it or to give it back. Its link is in our letters.',
    ],
    children: <LinkForm {...typed} />,
  });

/** The same, whatever is known of the address. */
export const linkSentPage = ({ config }: Press): string =>
  noticePage(config, {
    title: 'Please look into your mailbox',
    paragraphs: [
      'If there is a booking with this address, its link is on its way. Nothing there after a few minutes? Look among the unwanted mail, or try the address that you booked with.',
    ],
    children: (
      <p>
        <a href={eventsPath}>What is on</a>
      </p>
    ),
  });

/** A link that is not ours, or that another one replaced. */
export const deadLinkPage = ({ config }: Press): string =>
  noticePage(config, {
    title: 'This link opens nothing',
    paragraphs: [
      'Perhaps a part of it was cut off in the mail, or we have sent you a newer one since. You can have your links sent again:',
    ],
    children: <LinkForm />,
  });

/** The form by which the links of bookings are sent. */
const LinkForm = ({ email, error }: { email?: string | undefined; error?: string | undefined }) => (
  <Form action={linkRequestPath} label="Send me my booking’s link">
    <Field
      {...{ name: 'email', type: 'email', label: 'Your e-mail address', value: email, error }}
      {...{ autocomplete: 'email', maxLength: 254, required: true }}
    />
    <Button label="Send me the link" />
  </Form>
);
