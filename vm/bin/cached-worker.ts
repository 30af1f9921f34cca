/** Start of the Worker: V8's code of the VM itself is kept between runs, in Node's folder for it. */
import { enableCompileCache } from 'node:module';

enableCompileCache();
// Only what is loaded from here on is kept.
await import('./worker.ts');
