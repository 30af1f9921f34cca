#!/usr/bin/env node
/** The program `stage-report`. */
import { main } from '../cli/cli.ts';

process.exitCode = await main(process.argv.slice(2));
