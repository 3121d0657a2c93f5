import { relative } from 'node:path';
import type { CreatedSwitch } from './create-switch.ts';

/** A command or a file, and what it is for. */
interface NextStep {
  readonly what: string;
  readonly why: string;
}

/** What to do now, in order. */
function listNextSteps({ folder, workspace, files, toEdit }: CreatedSwitch, workingFolder: string): readonly NextStep[] {
  const from = relative(workingFolder, folder);
  const driver = files.find((path) => path.endsWith('-phone-switch.ts')) ?? 'src';
  const shown = from === '' ? driver : `${from}/${driver}`;
  const below = workspace === undefined ? '' : relative(workspace, folder);
  const steps =
    workspace === undefined
      ? [
          ...(from === '' ? [] : [{ what: `cd ${from}`, why: 'the package stands alone' }]),
          { what: 'pnpm install', why: 'its dependencies' },
          { what: 'pnpm test', why: 'its conformance: green, and it prints what is missing' },
        ]
      : [
          ...toEdit.map((file) => ({ what: file, why: `add { "path": "${below}" } to its references` })),
          { what: 'pnpm install', why: 'links the new package' },
          { what: `pnpm vitest run ${below}`, why: 'its conformance: green, and it prints what is missing' },
        ];
  return [
    ...steps,
    { what: shown, why: 'implement makeCall next, and give the simulated vendor its route' },
    { what: 'docs/write-a-switch-plugin.md', why: 'all of it, step by step, in the repository of the framework' },
  ];
}

/** What was made and what comes next, for a person. */
export function formatCreated(created: CreatedSwitch, workingFolder: string): string {
  const { folder, packageName, files, edited } = created;
  const steps = listNextSteps(created, workingFolder);
  const width = Math.max(...steps.map(({ what }) => what.length)) + 2;
  const added = edited.length === 0 ? '' : `\nAdded it to the references of ${edited.join(' and ')}.`;
  return [
    `Created ${packageName} in ${relative(workingFolder, folder) || '.'}: ${files.length} files.${added}`,
    '',
    'Next:',
    ...steps.map(({ what, why }) => `  ${what.padEnd(width)}${why}`),
    '',
  ].join('\n');
}

/** The same for a program: exactly one object. */
export function toCreatedJson(created: CreatedSwitch, workingFolder: string): Readonly<Record<string, unknown>> {
  return { created: { ...created, next: listNextSteps(created, workingFolder) } };
}
