#!/usr/bin/env node
/** The program `stage-report`. */
import { main } from '../index.ts';

process.exitCode = await main(process.argv.slice(2));
