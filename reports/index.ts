/** The door of the reports: the command line, and what it shows as functions. */
export { main } from './cli/cli.ts';
export { makeStageReport, type StageReport } from './model/stage-report.ts';
export { stageReportPage } from './page/page.ts';
export { formatStageReport } from './text/stage-table.ts';
