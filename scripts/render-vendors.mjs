// Renders docs/vendors.md from the plugins' own data and from what their conformance tests are run on.
import { conformanceCases } from '@elasticfunnels/switch-core/conformance';
import { renderConfigTable } from './render-readme.mjs';

const INTRODUCTION = `# What each vendor can do

<!-- Written by \`pnpm generate\` from the plugins and their conformance subjects: change it there. -->

Every switch has the five operations: connect, make a call, hang up, transfer, find the recording. A capability, by its
name in the table, comes on top; without it the switch answers \`CAPABILITY_MISSING\`, and nothing else is done in its
place. What else the vendors differ in is told as the simulators of their tests have it, after the vendors' documents.

A promise is one case of [the conformance suite](../packages/core/conformance): the vendor's conformance test plays every
one that is counted as kept, and fails when it is not.`;

const YES = 'yes';
const NO = 'no';

/** What a row is about, and what a vendor's plugin or subject says to it. */
const ROWS = [
  ['package', ({ folder }) => `[\`@elasticfunnels/${folder}\`](../packages/${folder})`],
  ['id in settings', ({ plugin }) => `\`${plugin.id}\``],
  ['[plugin interface](plugin-interface-v1.md)', ({ plugin }) => plugin.specVersion],
  ['blind transfer', () => YES],
  ['attended transfer (`transfer.attended`)', has('transfer.attended')],
  ["an agent's status (`agent.status`)", has('agent.status')],
  ['the call that a dial became, by its reference (`call.status`)', has('call.status')],
  ['a campaign may be named with a dial', able('campaigns')],
  ['tells that a number is barred', able('blocked-destinations')],
  ['knows idempotency keys (the host joins identical dials for every vendor)', able('idempotency')],
  ['tells a deleted recording from none at all', able('expire-recording')],
  ["the driver reads screen pops of the vendor's own form", readsScreenPops],
  ['fields of the settings form', ({ plugin }) => countFields(plugin)],
  ['promises kept', ({ subject }) => countPromises(subject)],
];

function has(capability) {
  return ({ plugin }) => (plugin.capabilities.has(capability) ? YES : NO);
}

function able(facility) {
  return ({ subject }) => (subject.cannot?.[facility] === undefined ? YES : NO);
}

/** The page that compares the vendors. */
export function renderVendors(vendors) {
  const table = [
    row(['', ...vendors.map(({ plugin }) => plugin.displayName)]),
    row(['---', ...vendors.map(() => '---')]),
    ...ROWS.map(([what, tell]) => row([what, ...vendors.map(tell)])),
  ];
  return `${[INTRODUCTION, table.join('\n'), ...vendors.map(renderVendor)].join('\n\n')}\n`;
}

function renderVendor({ plugin, subject }) {
  const left = Object.values(subject.cannot ?? {}).map((reason) => `- ${reason}`);
  const omitted =
    left.length === 0
      ? []
      : [`Promises are left out where a capability is not declared, or is; and for these reasons:\n\n${left.join('\n')}`];
  return [`## ${plugin.displayName}`, renderConfigTable(plugin), ...omitted].join('\n\n');
}

function readsScreenPops({ plugin, settings }) {
  return plugin.configure(settings).screenPop() === undefined ? NO : YES;
}

function countFields(plugin) {
  const { properties, required = [] } = plugin.settingsSchema();
  return `${Object.keys(properties).length}, of which ${required.length} must be filled in`;
}

function countPromises(subject) {
  const cases = conformanceCases(subject);
  const tested = cases.filter(({ skip }) => skip === undefined).length;
  return `${tested}, and ${cases.length - tested} left out`;
}

function row(cells) {
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}
