/**
 * Lets the reader of compare.html choose any two results. Runs come from data/runs.js (the list) and from
 * data/runs/ID.js (one run), which are scripts rather than JSON so that the page also works from file://. The formulas
 * are those of compareSides in reports/site/model/compare.ts, the number formats those of the pages.
 */
(() => {
  const { formatFactor, formatSeconds } = globalThis.stageReportFormats;
  const element = (id) => document.getElementById(id);
  const loaded = new Map();
  const waiting = new Map();

  globalThis.stageReportRun = (run) => {
    loaded.set(run.id, run);
    waiting.get(run.id)?.(run);
  };
  globalThis.stageReportRuns = (runs) => start(runs);

  function load(src, onError) {
    const script = document.createElement('script');
    script.src = src;
    script.addEventListener('error', onError);
    document.head.append(script);
  }

  function runOf(id) {
    if (loaded.has(id)) return Promise.resolve(loaded.get(id));
    return new Promise((resolve, reject) => {
      waiting.set(id, resolve);
      load(`data/runs/${encodeURIComponent(id)}.js`, () =>
        reject(new Error(`data/runs/${id}.js cannot be read`)),
      );
    });
  }

  function start(runs) {
    const newestFirst = [...runs].reverse();
    for (const side of ['base', 'head']) {
      const select = element(`${side}-run`);
      for (const run of newestFirst) {
        select.append(
          new Option(
            `${run.created.slice(0, 16).replace('T', ' ')} · ${run.suite} · ${run.sha.slice(0, 10)}`,
            run.id,
          ),
        );
      }
    }
    const byId = new Map(runs.map((run) => [run.id, run]));
    const fillEngines = (side, wanted) => {
      const select = element(`${side}-engine`);
      select.replaceChildren(
        ...byId.get(element(`${side}-run`).value).engines.map((name) => new Option(name, name)),
      );
      if (wanted && [...select.options].some((option) => option.value === wanted)) select.value = wanted;
    };
    const { base, head } = readAddress(byId) ?? shownFirst();
    for (const [side, chosen] of [
      ['base', base],
      ['head', head],
    ]) {
      element(`${side}-run`).value = chosen.run;
      fillEngines(side, chosen.engine);
      element(`${side}-run`).addEventListener('change', () => {
        fillEngines(side, element(`${side}-engine`).value);
        show();
      });
      element(`${side}-engine`).addEventListener('change', show);
    }
    element('choose').hidden = false;
    if (location.hash.length > 1) show();
  }

  const sideOf = (side) => ({ run: element(`${side}-run`).value, engine: element(`${side}-engine`).value });

  function shownFirst() {
    const { base, head } = element('comparison').dataset;
    const [baseRun, baseEngine] = JSON.parse(base);
    const [headRun, headEngine] = JSON.parse(head);
    return { base: { run: baseRun, engine: baseEngine }, head: { run: headRun, engine: headEngine } };
  }

  function readAddress(byId) {
    const given = new URLSearchParams(location.hash.slice(1));
    const side = (name) => ({ run: given.get(name), engine: given.get(`${name}-engine`) });
    const [base, head] = [side('base'), side('head')];
    return byId.has(base.run) && byId.has(head.run) ? { base, head } : null;
  }

  let latest = 0;
  async function show() {
    latest += 1;
    const asked = latest;
    const [base, head] = [sideOf('base'), sideOf('head')];
    try {
      const [baseRun, headRun] = await Promise.all([runOf(base.run), runOf(head.run)]);
      // A slower answer to an earlier choice must not replace a later one.
      if (asked !== latest) return;
      const address = {
        base: base.run,
        'base-engine': base.engine,
        head: head.run,
        'head-engine': head.engine,
      };
      history.replaceState(null, '', `#${new URLSearchParams(address)}`);
      render(compare(timesOf(baseRun, base.engine), timesOf(headRun, head.engine)), base, head);
    } catch (error) {
      element('status').textContent = `These cannot be compared: ${error.message}`;
    }
  }

  function timesOf(run, engine) {
    const { seconds, errors } = run.engines.find(({ name }) => name === engine);
    return new Map(run.benchmarks.map((name, at) => [name, { seconds: seconds[at], error: errors[at] }]));
  }

  function compare(base, head) {
    const rows = [...base].flatMap(([benchmark, from]) => {
      const to = head.get(benchmark);
      if (!from.seconds || !to?.seconds) return [];
      const error = from.error === null || to.error === null ? null : Math.hypot(from.error, to.error);
      return [
        { benchmark, from: from.seconds, to: to.seconds, log: Math.log(from.seconds / to.seconds), error },
      ];
    });
    const error = rows.every((row) => row.error !== null)
      ? Math.hypot(...rows.map((row) => row.error)) / rows.length
      : null;
    const log = rows.reduce((sum, row) => sum + row.log, 0) / rows.length;
    return { rows: rows.sort((a, b) => b.log - a.log), log, error };
  }

  const intervalOf = ({ log, error }) =>
    error === null
      ? '?'
      : `${formatFactor(Math.exp(log - 1.96 * error))}–${formatFactor(Math.exp(log + 1.96 * error))}`;

  function render({ rows, log, error }, base, head) {
    if (rows.length === 0) {
      element('status').textContent = 'These two have no benchmark in common that ran in both.';
      return;
    }
    const whole = { log, error };
    element('status').textContent =
      `${head.engine} runs at ×${formatFactor(Math.exp(log))} (${intervalOf(whole)}) the speed of ${base.engine}, over ${rows.length} benchmarks.`;
    const facts = element('comparison').querySelectorAll('dd');
    const name = (side) => element(`${side}-run`).selectedOptions[0].textContent;
    facts[0].textContent = `${base.engine} of ${name('base')}`;
    facts[1].textContent = `${head.engine} of ${name('head')}`;
    facts[2].textContent = `×${formatFactor(Math.exp(log))} ${intervalOf(whole)} the speed of base`;
    const body = element('comparison').querySelector('tbody');
    body.replaceChildren(
      ...rows.map((row) => {
        const line = document.createElement('tr');
        const heading = document.createElement('th');
        heading.scope = 'row';
        heading.className = 'l';
        heading.textContent = row.benchmark;
        const cells = [
          formatSeconds(row.from),
          formatSeconds(row.to),
          formatFactor(Math.exp(row.log)),
          intervalOf(row),
        ];
        line.append(
          heading,
          ...cells.map((text) => {
            const cell = document.createElement('td');
            cell.textContent = text;
            return cell;
          }),
        );
        return line;
      }),
    );
    for (const stale of element('comparison').querySelectorAll('.only')) stale.remove();
  }

  load('data/runs.js', () => {
    element('status').textContent = 'The list of runs (data/runs.js) cannot be read.';
  });
})();
