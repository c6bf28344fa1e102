/** The entry of the process that synthesises: its hundred megabytes go when it ends. */
import { synthesise } from '../synthesise.ts';

await synthesise({ outdir: process.argv[2], local: true, context: { stage: 'development' } });
