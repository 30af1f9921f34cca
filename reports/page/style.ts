/** The page's style sheet: light and dark, readable on a phone, no font or image from elsewhere. */
export const STYLE = `
:root { color-scheme: light dark; --ink: #1c2430; --soft: #5b6675; --paper: #fcfcfa; --line: #dcdfe4;
  --measured: #0b62c4; --target: #9a5b00; --beside: #6b3fa0; --met: #10692f; --missed: #b3261e; --open: #6a5400; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6e9ee; --soft: #a3adba; --paper: #14181e; --line: #323a45;
  --measured: #6db3ff; --target: #f0b35a; --beside: #c3a1f2; --met: #6cd98f; --missed: #ff8f86; --open: #e6cf72; } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1.5rem 1rem 4rem; max-width: 66rem; background: var(--paper); color: var(--ink);
  font: 16px/1.5 system-ui, sans-serif; }
h1 { font-size: 1.1rem; font-weight: 600; color: var(--soft); margin: 0 0 .5rem; }
h2 { font-size: 1.15rem; margin: 2.5rem 0 .75rem; }
.verdict { font-size: 1.5rem; line-height: 1.3; font-weight: 650; margin: 0 0 1rem; text-wrap: balance; }
p { max-width: 46rem; margin: .4rem 0; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; font-size: .92rem; font-variant-numeric: tabular-nums; margin: .5rem 0; }
caption { text-align: left; color: var(--soft); padding-bottom: .4rem; }
th, td { padding: .35rem .55rem; border-bottom: 1px solid var(--line); text-align: right; white-space: nowrap; }
th:first-child, td:first-child, .left { text-align: left; }
thead th[colspan] { text-align: center; }
thead th { color: var(--soft); font-weight: 600; }
.met { color: var(--met); } .missed, .broken { color: var(--missed); } .inconclusive { color: var(--open); }
.interval-cell, .muted { color: var(--soft); }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .2rem 1rem; } dt { color: var(--soft); }
dd { margin: 0; overflow-wrap: anywhere; }
svg.ladder { width: 100%; height: auto; display: block; margin: 1rem 0; font: 12px system-ui, sans-serif; }
.grid { stroke: var(--line); } .axis { fill: var(--soft); } .label { fill: var(--ink); }
.measured { fill: none; stroke: var(--measured); stroke-width: 2; } .point { fill: var(--measured); }
.value { font-weight: 650; } .label { paint-order: stroke; stroke: var(--paper); stroke-width: 4px; } .interval { stroke: var(--measured); stroke-width: 1.5; }
.target { fill: none; stroke: var(--target); stroke-width: 1.5; stroke-dasharray: 6 4; }
.target-mark { fill: var(--paper); stroke: var(--target); stroke-width: 1.5; } .target-label { fill: var(--target); }
.beside { stroke: var(--beside); stroke-width: 1.5; stroke-dasharray: 2 4; } .beside-label { fill: var(--beside); }
@media (max-width: 40rem) { .verdict { font-size: 1.25rem; } .name { display: none; } }
`;
