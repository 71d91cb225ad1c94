/**
 * `npm run performance`: writes the figures of docs/performance.md from bench/published/ (see `fill-page.ts`), and what docs/scaling.md
 * counts with them (see `fill-plan.ts`).
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { repositoryFile } from '../../cluster/repository.js';
import { fillPage } from './fill-page.js';
import { fillPlan } from './fill-plan.js';
import { publishedResults } from './results.js';

rewrite('docs/performance.md', (page) => fillPage(page, publishedResults));
rewrite('docs/scaling.md', fillPlan);

function rewrite(name: string, fill: (page: string) => string): void {
  const path = repositoryFile(name);
  writeFileSync(path, fill(readFileSync(path, 'utf8')));
}
