import { expect, it } from 'vitest';
import { grantScopes, nameClaim } from '../../../functions/accounts/grant-scopes.ts';

it.each([
  [['editors'], [], ['press/editor', 'press/writer'], []],
  [['writers'], [], ['press/writer'], ['press/editor']],
  [[], [], [], ['press/editor', 'press/writer']],
  [['editors', 'writers'], ['openid'], ['press/editor', 'press/writer'], []],
  [['writers'], ['openid', 'press/editor', 'press/owner'], ['press/writer'], ['press/editor', 'press/owner']],
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
