import type { CheckResult } from '../verify/model/check.ts';
import { anchorOf } from '../verify/model/finding.ts';
import type { LevelVerdict } from '../verify/model/verdict.ts';
import type { Verification } from '../verify/model/verification.ts';
import { describeCounts, describeMissing, describeVerdict, MARKS, OUTCOME_WORDS } from './check-marks.ts';
import { escapeMarkup as escape } from './escape-markup.ts';
import { type FindingGroup, groupFindings } from './group-findings.ts';
import { HTML_STYLE } from './html-style.ts';

/** A run as one page that needs nothing else: no script, no font, no request. */
export function toHtml(verification: Verification): string {
  const { checks, baseUrl, contract, startedAt, verdict, notes, authentication, level } = verification;
  const good = verdict.counts.failed === 0 && verdict.counts.passed > 0 && !verification.interrupted;
  const groups = groupFindings(checks);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(describeVerdict(verification))}</title>
<style>${HTML_STYLE}</style>
</head>
<body>
<main>
<header class="${good ? 'good' : 'bad'}">
<h1>${good ? MARKS.passed : MARKS.failed} ${escape(describeVerdict(verification))}</h1>
<p>${escape(describeCounts(verification))}</p>
</header>
<dl class="facts">
<dt>${checks.some(({ kind }) => kind === 'interaction') ? 'Middleware' : 'Webhook'}</dt><dd>${escape(baseUrl)}</dd>
<dt>Credentials</dt><dd>${authentication}</dd>
<dt>Level asked for</dt><dd>${level}</dd>
<dt>Contract</dt><dd>${escape(contract.version)} <code>${escape(contract.digest.slice(0, 12))}</code></dd>
<dt>Date</dt><dd><time>${startedAt.toISOString()}</time></dd>
</dl>
<ul class="levels">${verdict.levels.map(toLevel).join('')}</ul>
${notes.map((note) => `<p class="note">${escape(note)}</p>`).join('\n')}
${groups.length === 0 ? '' : `<h2>What breaks the contract</h2>${groups.map(toGroup).join('\n')}`}
<h2>All checks</h2>
<div class="scroll"><table>
<thead><tr><th scope="col">Check</th><th scope="col">What</th><th scope="col">Outcome</th><th scope="col" class="number">ms</th></tr></thead>
<tbody>${checks.map(toRow).join('\n')}</tbody>
</table></div>
</main>
</body>
</html>
`;
}

function toLevel({ medal, level, reached, missing }: LevelVerdict): string {
  const told = reached ? 'reached' : describeMissing(missing);
  return `<li class="${reached ? 'reached' : 'open'}"><strong>${medal}</strong> <span>${level}</span> ${escape(told)}</li>`;
}

function toGroup({ finding, checks }: FindingGroup): string {
  const { operation, text, expected, actual, consequence, row, curl, rule } = finding;
  return `<article id="${escape(rule)}-${operation}">
<h3><code>${operation}</code> ${escape(text).replace(/`([^`]+)`/g, '<code>$1</code>')}</h3>
<dl>
<dt>Expected</dt><dd>${escape(expected)}</dd>
<dt>Actual</dt><dd><strong>${escape(actual)}</strong></dd>
${consequence === undefined ? '' : `<dt>So</dt><dd>${escape(consequence)}</dd>`}
<dt>Checks</dt><dd>${checks.join(', ')}</dd>
<dt>Symptom</dt><dd>${escape(row)}</dd>
<dt>Guide</dt><dd><code>${escape(anchorOf(finding))}</code></dd>
</dl>
${curl === undefined ? '' : `<pre>${escape(curl)}</pre>`}
</article>`;
}

function toRow(check: CheckResult): string {
  const { id, operation, title, outcome, durationMs, reason, notes } = check;
  const detail = reason ?? notes.join('; ');
  return `<tr class="${outcome}"><td>${id}</td><td><code>${operation}</code> ${escape(title)}</td><td><span>${MARKS[outcome]} ${OUTCOME_WORDS[outcome]}</span>${
    detail === '' ? '' : `<small>${escape(detail)}</small>`
  }</td><td class="number">${durationMs > 0 ? durationMs : ''}</td></tr>`;
}
