import type { ComponentChildren } from 'preact';
import { Button, Field, Form, Hidden, Honeypot } from './form.tsx';

/** What everybody reads before they sign up. Who signs up is on record with these words: a change needs a new version. */
export const signUpWording = {
  version: '2026-11',
  text: 'We write to this address first. Nothing else comes until you press the button in that letter, and every newsletter has a link to leave.',
} as const;

interface SignUpFormProps {
  /** `id` of the address field, which no other form on the page has. */
  id: string;
  /** Where the form stands: the path of the page, or `footer`. */
  page: string;
  /** What somebody typed before. */
  email?: string;
  /** What is wrong with it. */
  error?: string;
  /** For screen readers, where the page has several forms. */
  label?: string;
  /** One line below an article or in a footer. */
  short?: boolean;
  /** Further fields. */
  children?: ComponentChildren;
}

/** The form by which readers subscribe: plain HTML, on every page and in full on that of the newsletters. */
export const SignUpForm = ({ id, page, email, error, label, short, children }: SignUpFormProps) => (
  <Form action="/newsletters/" label={label} short={short}>
    <Hidden name="page" value={page} />
    <Hidden name="form" value={signUpWording.version} />
    <Field
      name="email"
      id={id}
      label="Your e-mail address"
      type="email"
      value={email}
      error={error}
      autocomplete="email"
      maxLength={254}
      required
    />
    {children}
    <Honeypot />
    {short && <Button label="Subscribe" />}
    <p class="hint">{signUpWording.text}</p>
    {!short && <Button label="Subscribe" />}
  </Form>
);
