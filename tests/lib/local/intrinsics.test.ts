// biome-ignore-all lint/suspicious/noTemplateCurlyInString: CloudFormation and IAM write their own placeholders so.
import { describe, expect, it } from 'vitest';
import { resolve, type Scope } from '../../../lib/local/intrinsics.ts';

const scope: Scope = {
  ref: (name) => {
    if (name === 'List') return ['a', 'b'];
    return { 'AWS::Region': 'eu-west-1', Table: 'the-table' }[name] ?? `ref:${name}`;
  },
  attribute: (id, name) => `${id}/${name}`,
  condition: (name) => name === 'Yes',
};

describe('resolve', () => {
  it.each([
    ['plain values', { a: [1, true, null, 'x'] }, { a: [1, true, null, 'x'] }],
    ['Ref', { Ref: 'Table' }, 'the-table'],
    ['Fn::GetAtt as a list', { 'Fn::GetAtt': ['Queue', 'Arn'] }, 'Queue/Arn'],
    ['Fn::GetAtt as a text', { 'Fn::GetAtt': 'Queue.Nested.Arn' }, 'Queue/Nested.Arn'],
    ['Fn::Join', { 'Fn::Join': ['-', ['a', { Ref: 'Table' }, 1]] }, 'a-the-table-1'],
    ['Fn::Join over a list that is referred to', { 'Fn::Join': [',', { Ref: 'List' }] }, 'a,b'],
    ['Fn::Sub', { 'Fn::Sub': 'x-${AWS::Region}-${Queue.Arn}-${!kept}' }, 'x-eu-west-1-Queue/Arn-${kept}'],
    [
      'Fn::Sub with names of its own',
      { 'Fn::Sub': ['${a}${Table}', { a: { Ref: 'Table' } }] },
      'the-tablethe-table',
    ],
    ['Fn::Select', { 'Fn::Select': ['1', { 'Fn::Split': ['/', 'a/b/c'] }] }, 'b'],
    ['Fn::Base64', { 'Fn::Base64': 'press' }, 'cHJlc3M='],
    ['Fn::If, yes', { 'Fn::If': ['Yes', { Ref: 'Table' }, 0] }, 'the-table'],
    ['Fn::If, no', { 'Fn::If': ['No', 1, { a: { Ref: 'Table' } }] }, { a: 'the-table' }],
    ['Fn::Equals', { 'Fn::Equals': [{ Ref: 'Table' }, 'the-table'] }, true],
    ['Fn::Not', { 'Fn::Not': [{ Condition: 'Yes' }] }, false],
    ['Fn::And', { 'Fn::And': [{ Condition: 'Yes' }, { 'Fn::Equals': ['a', 'a'] }] }, true],
    ['Fn::Or', { 'Fn::Or': [{ Condition: 'No' }, { 'Fn::Equals': ['a', 'b'] }] }, false],
    ['AWS::NoValue in an object', { a: 1, b: { Ref: 'AWS::NoValue' } }, { a: 1 }],
    ['AWS::NoValue in a list', [1, { 'Fn::If': ['No', 2, { Ref: 'AWS::NoValue' }] }], [1]],
    ['an object that merely has a key Ref', { Ref: 'Table', other: 1 }, { Ref: 'Table', other: 1 }],
  ])('carries out %s', (_, value, expected) => {
    expect(resolve(value, scope)).toEqual(expected);
  });

  it.each([
    [{ 'Fn::ImportValue': 'x' }, /Fn::ImportValue is not known/],
    [{ 'Fn::Select': [5, ['a']] }, /not in its list/],
    [{ 'Fn::Join': ['', [{ a: 1 }]] }, /wants a text/],
  ])('refuses %j', (value, message) => {
    expect(() => resolve(value, scope)).toThrow(message);
  });
});
