import { expect, it } from 'vitest';
import { grantScopes, nameClaim } from '../../../functions/accounts/grant-scopes.ts';

const [editor, writer, subscribers, access] = ['editor', 'writer', 'subscribers', 'access'].map(
  (role) => `press/${role}`,
);

it.each([
  [['editors'], [], [editor, writer], [subscribers, access]],
  [['writers'], [], [writer], [editor, subscribers, access]],
  [['subscribers'], [], [subscribers], [editor, writer, access]],
  [['access'], [], [access], [editor, writer, subscribers]],
  [[], [], [], [editor, writer, subscribers, access]],
  [['strangers'], ['press/editor'], [], [editor, writer, subscribers, access]],
  [['editors', 'writers'], ['openid'], [editor, writer], [subscribers, access]],
  [['editors', 'subscribers', 'access'], [], [editor, writer, subscribers, access], []],
  [
    ['writers'],
    ['openid', 'press/editor', 'press/owner'],
    [writer],
    [editor, subscribers, access, 'press/owner'],
  ],
])('groups %j that ask for %j get %j and never %j', (groups, asked, scopesToAdd, scopesToSuppress) => {
  expect(grantScopes(groups, asked)).toEqual({ scopesToAdd, scopesToSuppress });
});

it.each([
  [{ name: 'Ama Lindqvist', email: 'ama@press.example' }, { name: 'Ama Lindqvist' }],
  [{ name: ' \u202eAma\nLindqvist\u0007 ' }, { name: 'Ama Lindqvist' }],
  [{ name: '\u0000', email: 'ama@press.example' }, { name: 'ama@press.example' }],
  [{ name: '🦩'.repeat(300) }, { name: '🦩'.repeat(200) }],
  [{}, {}],
])('a person with %j is named %j', (attributes, claim) => {
  expect(nameClaim(attributes)).toEqual(claim);
});
