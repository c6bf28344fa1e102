import { envNames, type Setting } from './env-names.ts';

/** Reads settings from the environment. Throws an Error that names every one that is unset or empty. */
export function readEnv<K extends Setting>(...wanted: K[]): Readonly<Record<K, string>> {
  const missing = wanted.filter((key) => !process.env[envNames[key]]);
  if (missing.length) throw new Error(`Unset: ${missing.map((key) => envNames[key]).join(', ')}`);
  return Object.fromEntries(wanted.map((key) => [key, process.env[envNames[key]]])) as Record<K, string>;
}
