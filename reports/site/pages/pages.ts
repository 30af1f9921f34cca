/** All pages of a site, each made when it is asked for. */
import type { Site } from '../model/site.ts';
import { benchmarkPage, benchmarksPage } from './benchmark.ts';
import { comparePage } from './compare.ts';
import { edgesPage } from './edges.ts';
import { enginesPage } from './engines.ts';
import type { Page } from './layout.ts';
import { overviewPage } from './overview.ts';
import { releasePage, releasesPage } from './release.ts';
import { stagePage } from './stage.ts';
import { trustPage } from './trust.ts';

export function* pagesOf(site: Site): Generator<Page> {
  yield overviewPage(site);
  for (const stage of site.stages) yield stagePage(site.frame, stage);
  yield releasesPage(site);
  for (const release of site.releases) yield releasePage(site.frame, release);
  yield benchmarksPage(site);
  for (const benchmark of site.benchmarks) yield benchmarkPage(site.frame, benchmark);
  yield enginesPage(site);
  yield comparePage(site);
  yield edgesPage(site);
  yield trustPage(site);
}
