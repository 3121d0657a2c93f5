/** The look of the page: readable by day and by night, on a telephone and on paper. */
export const HTML_STYLE = `
:root{color-scheme:light dark;--ink:#1b1f24;--quiet:#57606a;--paper:#fff;--panel:#f6f8fa;--line:#d0d7de;--good:#116329;--bad:#b3171f;--open:#7d4e00}
@media(prefers-color-scheme:dark){:root{--ink:#e6edf3;--quiet:#9198a1;--paper:#0d1117;--panel:#161b22;--line:#30363d;--good:#57ab5a;--bad:#ff7b72;--open:#d4a72c}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.5 system-ui,sans-serif}
main{max-width:60rem;margin:0 auto;padding:2rem 1rem 4rem}
h1{font-size:1.5rem;line-height:1.3;margin:0}
h2{font-size:1.2rem;margin:2.5rem 0 1rem}
h3{font-size:1rem;margin:0 0 .75rem}
header{border-left:.4rem solid var(--bad);padding:.75rem 1rem;background:var(--panel)}
header.good{border-color:var(--good)}
header p{margin:.25rem 0 0;color:var(--quiet)}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.25rem 1rem;margin:0}
dl.facts{margin:1.5rem 0}
dt{color:var(--quiet)}
dd{margin:0;overflow-wrap:anywhere}
ul.levels{list-style:none;padding:0;margin:1rem 0;display:grid;gap:.5rem}
ul.levels li{border:1px solid var(--line);border-radius:.4rem;padding:.5rem .75rem}
ul.levels li span{color:var(--quiet)}
li.reached strong{color:var(--good)}
li.open strong{color:var(--open)}
.note{border-left:.4rem solid var(--open);padding:.25rem .75rem;background:var(--panel)}
article{border:1px solid var(--line);border-left:.4rem solid var(--bad);border-radius:.4rem;padding:1rem;margin:0 0 1rem}
pre{background:var(--panel);padding:.75rem;margin:1rem 0 0;white-space:pre-wrap;overflow-wrap:anywhere;border-radius:.3rem}
code,pre{font-family:ui-monospace,monospace;font-size:.875em}
.scroll{overflow-x:auto}
table{border-collapse:collapse;width:100%}
th,td{text-align:left;vertical-align:top;padding:.4rem .75rem .4rem 0;border-bottom:1px solid var(--line)}
td small{display:block;color:var(--quiet)}
.number{text-align:right;font-variant-numeric:tabular-nums}
tr.passed td span{color:var(--good)}
tr.failed td span{color:var(--bad);font-weight:600}
tr.not-verified td span{color:var(--open)}
tr.skipped td span{color:var(--quiet)}
@media(max-width:34rem){dl{grid-template-columns:1fr}dt{margin-top:.4rem}}
`;
