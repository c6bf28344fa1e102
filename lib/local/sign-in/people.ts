import { createHash } from 'node:crypto';

/** Someone who may sign in on this machine. On AWS people are in the user pool. */
export interface Person {
  username: string;
  name: string;
  email: string;
  /** Groups of the user pool. */
  groups: readonly string[];
}

/** The sample people; the sign-in page lists them. */
export const people: readonly Person[] = [
  {
    username: 'edda',
    name: 'Edda Larkin',
    email: 'edda@press.example',
    groups: ['editors', 'subscribers', 'access'],
  },
  { username: 'ines', name: 'Ines Brandt', email: 'ines@press.example', groups: ['editors'] },
  { username: 'wim', name: 'Wim Okafor', email: 'wim@press.example', groups: ['writers'] },
];

/** The `sub` of a person: a UUID, as Cognito gives them, and the same after a restart. */
export function subjectOf(username: string): string {
  const hex = createHash('sha256').update(`person\n${username}`).digest('hex');
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    `8${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}

export const personWithSubject = (subject: string): Person | undefined =>
  people.find(({ username }) => subjectOf(username) === subject);
