import { badElsewhere, convergenceUnder } from './storm/skies.ts';

convergenceUnder(badElsewhere);
