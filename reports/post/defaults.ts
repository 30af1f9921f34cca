/** What a gate is called and goes by where nothing else is said: the same for the action and the command. */
export const SETTING_DEFAULTS = {
  suite: 'default',
  login: 'github-actions[bot]',
  checkName: 'stage-gate',
  statusContext: '',
  workflow: '.github/workflows/gate.yml',
  waiverLabel: 'stage-gate-waived',
  paths: '**',
  roadmap: 'stages/roadmap.json',
} as const;
