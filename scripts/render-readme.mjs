import { readFile } from 'node:fs/promises';

/** The README with its generated parts made anew: the config table, the examples, and what the main job prints. */
export async function renderReadme(readme, { root, plugin }) {
  const withTable = replacePart(readme, 'config-table', renderConfigTable(plugin));
  const withJob = replacePart(withTable, 'main-job', fence('', await readFile(new URL('docs/main-job.txt', root), 'utf8')));
  return renderExamples(withJob, root);
}

/** The fields of a settings form as a Markdown table. */
export function renderConfigTable(plugin) {
  const { properties, required = [] } = plugin.settingsSchema();
  const rows = Object.entries(properties).map(([name, field]) => {
    const notes = [
      ...(required.includes(name) ? ['required'] : []),
      ...(field.secret === true ? ['secret'] : []),
      ...(field.default === undefined ? [] : [`default \`${[field.default].flat().join(', ')}\``]),
    ];
    return `| \`${name}\` | ${field.group} | ${field.description} | ${notes.join('; ')} |`;
  });
  return ['| field | group | purpose | |', '|---|---|---|---|', ...rows].join('\n');
}

function replacePart(text, name, content) {
  const part = new RegExp(`(<!-- generated:${name} -->\n)[^]*?(<!-- /generated:${name} -->)`);
  if (!part.test(text)) throw new Error(`README.md has no generated part ${name}.`);
  return text.replace(part, (_all, start, end) => `${start}${content}\n${end}`);
}

async function renderExamples(text, root) {
  const parts = [...text.matchAll(/<!-- generated:example (\S+) -->\n[^]*?<!-- \/generated:example -->/g)];
  let rendered = text;
  for (const [whole, file] of parts) {
    const code = await readFile(new URL(file, root), 'utf8');
    rendered = rendered.replace(
      whole,
      () => `<!-- generated:example ${file} -->\n${fence('ts', code)}\n<!-- /generated:example -->`,
    );
  }
  return rendered;
}

function fence(language, text) {
  return `\`\`\`${language}\n${text.trimEnd()}\n\`\`\``;
}
