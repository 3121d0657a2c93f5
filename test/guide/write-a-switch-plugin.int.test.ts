import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { GuideReader, readGuide } from './follow-guide.ts';

const PAGE = readFileSync(new URL('../../docs/write-a-switch-plugin.md', import.meta.url), 'utf8');
/** For all of the page, in milliseconds. */
const PATIENCE_MS = 120_000;

describe('docs/write-a-switch-plugin.md', () => {
  it(
    'leads from an empty folder to green conformance, and prints what it says',
    () => {
      using reader = new GuideReader();
      let last = { exitCode: 0 as number | null, printed: '' };
      for (const step of readGuide(PAGE)) {
        if (step.kind === 'file') reader.write(step.path, step.content);
        if (step.kind === 'output') for (const line of step.lines) expect(last.printed).toContain(line.trim());
        if (step.kind !== 'commands') continue;
        last = reader.run(step.lines);
        expect(last, step.lines.join('; ')).toMatchObject({ exitCode: 0 });
      }
      // "Now break one on purpose, to see that the suite sees it."
      reader.change('src/make-call.ts', 'return undefined;', "return { status: 'placed', call: { callId: 'mine' as CallId } };");
      const { exitCode, printed } = reader.run(['pnpm conformance']);
      expect(printed).toContain('BROKEN      a dial whose answer cannot be read is OUTCOME_UNKNOWN, and is not repeated');
      expect(exitCode).toBe(1);
    },
    PATIENCE_MS,
  );
});
