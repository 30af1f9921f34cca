/** The door of the site generator. */
export { type BuildOptions, type BuildReport, buildSite } from './build.ts';
