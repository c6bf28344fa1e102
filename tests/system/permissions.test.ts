import { expect, it } from 'vitest';
import type { Template } from '../../lib/local/assembly.ts';
import { aPress, eventually } from './a-press.ts';

/** Takes one action out of the roles of the functions whose construct path holds `of`. */
const without = (action: string, of: string) => (template: Template) => {
  for (const { Type, Properties, Metadata } of Object.values(template.Resources)) {
    if (Type !== 'AWS::IAM::Role' || !String(Metadata?.['aws:cdk:path']).includes(of) || !Properties)
      continue;
    Properties.Policies = JSON.parse(
      JSON.stringify(Properties.Policies).replaceAll(`"${action}"`, '"s3:NothingAtAll"'),
    );
  }
};

it('fails where a grant is missing, and names it', async () => {
  const said: string[] = [];
  const press = await aPress({
    change: without('s3:PutObject', 'RenderPages'),
    say: (_, text) => said.push(text),
  });
  await press.handIn({ 'a.md': '---\ntitle: Unseen\n---\nNobody will read this.' });
  const denied = () => said.filter((text) => /RenderPages\S* may not s3:PutObject/.test(text));
  await eventually(async () => denied().length, Boolean);
  expect(denied().length).toBeGreaterThan(0);
  expect(await press.get('/articles/unseen/')).toMatchObject({ status: 503 });
  await press.end();
});
