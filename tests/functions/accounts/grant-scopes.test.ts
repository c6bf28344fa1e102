import { expect, it } from 'vitest';
import { grantScopes } from '../../../functions/accounts/grant-scopes.ts';

it.each([
  [['editors'], [], ['press/editor', 'press/writer'], []],
  [['writers'], [], ['press/writer'], ['press/editor']],
  [[], [], [], ['press/editor', 'press/writer']],
  [['editors', 'writers'], ['openid'], ['press/editor', 'press/writer'], []],
  [['writers'], ['openid', 'press/editor', 'press/owner'], ['press/writer'], ['press/editor', 'press/owner']],
])('groups %j that ask for %j get %j and never %j', (groups, asked, scopesToAdd, scopesToSuppress) => {
  expect(grantScopes(groups, asked)).toEqual({ scopesToAdd, scopesToSuppress });
});
