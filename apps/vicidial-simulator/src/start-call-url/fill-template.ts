/** What can stand in a template, by its name between `--A--` and `--B--`. */
export type TemplateFields = Readonly<Record<string, string>>;

/**
 * Fills a Start Call URL as vdc_db_query.php does (CALL_URL_FEATURES.txt): a leading `VAR` goes, known names are replaced
 * whatever their case, and a name that ViciDial does not know stays in the URL as it is.
 */
export function fillTemplate(template: string, fields: TemplateFields): string {
  const values = new Map(Object.entries(fields).map(([name, value]) => [name.toLowerCase(), value]));
  return template.replace(/^VAR/, '').replaceAll(/--A--(\w+?)--B--/g, (placeholder, name: string) => {
    const value = values.get(name.toLowerCase());
    return value === undefined ? placeholder : encodeLikePhp(value.trim());
  });
}

/** PHP's urlencode: a space is a plus sign, and of punctuation only `-`, `_` and `.` stay. */
function encodeLikePhp(text: string): string {
  return encodeURIComponent(text)
    .replaceAll(/[!'()*~]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll('%20', '+');
}
