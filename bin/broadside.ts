/** The CDK app: what `cdk synth` and `cdk deploy` run. */
import { synthesise } from '../lib/synthesise.ts';

await synthesise({ local: false });
