import type { Keys } from '../runtime/people/keys.ts';

/*
 * Addresses that letters carry. Leave links and preferences are signatures that nothing stores: a leave link holds for
 * good; a preferences link names the version of the person's row, which a change of address raises.
 */

export const newslettersPath = '/newsletters/';

export const confirmPath = (token: string): string => `/newsletters/confirm/${token}`;
export const changePath = (token: string): string => `/newsletters/change/${token}`;
export const leavePath = (link: string): string => `/newsletters/leave/${link}`;
export const preferencesPath = (link: string): string => `/newsletters/preferences/${link}`;

/** The last part of a leave link's path. */
export const leaveLink = async (keys: Pick<Keys, 'sign'>, person: string): Promise<string> =>
  `${person}.${await keys.sign('leave', person)}`;

/** The leave link as an issue of the mail carries it: it says where somebody left, too. */
export const inIssue = (link: string, issue: string): string => `${link}~${issue}`;

/** Id of the issue that a leave link stood in. It is not signed. */
export const issueOfLink = (link: string): string | undefined =>
  /^[\w.-]+~([A-Za-z0-9.-]{1,100})$/.exec(link)?.[1];

/** Id of the person whose leave link it is, in whichever issue it stood; undefined for what we did not sign. */
export async function readLeaveLink(keys: Pick<Keys, 'verify'>, link: string): Promise<string | undefined> {
  const [signed = ''] = link.split('~');
  const [person = '', ...signature] = signed.split('.');
  return (await keys.verify('leave', person, signature.join('.'))) ? person : undefined;
}

export interface PreferencesLink {
  person: string;
  version: number;
}

/** The last part of a preferences link's path. */
export async function preferencesLink(
  keys: Pick<Keys, 'sign'>,
  { person, version }: PreferencesLink,
): Promise<string> {
  const text = `${person}.${version}`;
  return `${text}.${await keys.sign('preferences', text)}`;
}

/** Whose preferences link it is, of which version of their row; undefined for what we did not sign. */
export async function readPreferencesLink(
  keys: Pick<Keys, 'verify'>,
  link: string,
): Promise<PreferencesLink | undefined> {
  const [person = '', version = '', ...signature] = link.split('.');
  const isOurs = await keys.verify('preferences', `${person}.${version}`, signature.join('.'));
  return isOurs ? { person, version: Number(version) } : undefined;
}
