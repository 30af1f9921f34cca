/** The entry of the bundled action. */
import { runAction } from '../post/run-action.ts';

process.exitCode = await runAction(process.env);
