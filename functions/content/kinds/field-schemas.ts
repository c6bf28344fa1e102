import * as z from 'zod/mini';
import type { Kind } from '../contract/document.ts';
import { articleInput } from './article.ts';
import { frontInput } from './front.ts';
import { pageInput } from './page.ts';
import { pressInput } from './press.ts';

const inputs = {
  article: articleInput,
  page: pageInput,
  front: frontInput,
  press: pressInput,
} satisfies Record<Kind, z.ZodMiniType>;

/** The front matter of one kind as JSON Schema (2020-12), for editors' tools: from the schema that reads it. */
export const fieldSchema = (kind: Kind) => z.toJSONSchema(inputs[kind], { io: 'input' });

/** All of them, by kind. */
export const fieldSchemas = () => ({
  article: fieldSchema('article'),
  page: fieldSchema('page'),
  front: fieldSchema('front'),
  press: fieldSchema('press'),
});
