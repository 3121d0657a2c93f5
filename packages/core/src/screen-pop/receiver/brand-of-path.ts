/** The last segment of a path, decoded; a slash at the end does not count. Undefined where there is none. */
export function brandOfPath(path: string): string | undefined {
  const end = path.endsWith('/') ? path.length - 1 : path.length;
  const segment = path.slice(path.lastIndexOf('/', end - 1) + 1, end);
  if (segment === '') return undefined;
  if (!segment.includes('%')) return segment;
  try {
    return decodeURIComponent(segment);
  } catch {
    return undefined;
  }
}
