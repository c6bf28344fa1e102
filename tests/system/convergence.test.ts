import { bad, convergenceUnder, fair } from './storm/skies.ts';

convergenceUnder(fair);
convergenceUnder(bad);
