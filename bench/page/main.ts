/** `npm run performance`: writes the figures of docs/performance.md from bench/published/; see `fill-page.ts`. */
import { readFileSync, writeFileSync } from 'node:fs';
import { repositoryFile } from '../../cluster/repository.js';
import { fillPage } from './fill-page.js';
import { publishedResults } from './results.js';

const path = repositoryFile('docs/performance.md');
writeFileSync(path, fillPage(readFileSync(path, 'utf8'), publishedResults));
