import { startDynoxide } from '../../../../lib/local/dynamodb/dynoxide.ts';

/** Runs a database until its parent kills this process. */
const running = await startDynoxide(process.argv[2] ?? '');
process.stdout.write(`${running.origin}\n`);
setInterval(() => {}, 1000);
