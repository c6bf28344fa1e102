import * as z from 'zod/mini';

/** Has the API's description say what a value of the schema is. */
export function described<S extends z.ZodMiniType>(description: string, schema: S): S {
  z.globalRegistry.add(schema, { description });
  return schema;
}
