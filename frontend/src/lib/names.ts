/** One or two letters that stand for a name in a picture. */
export function initials(name: string): string {
  const words = name.trim().split(/\s+/).filter(Boolean);
  const first = words[0] ?? "";
  const last = words.length > 1 ? (words[words.length - 1] ?? "") : "";
  return ([...first][0] ?? "").concat([...last][0] ?? "").toUpperCase();
}

/** The name a person is greeted with. */
export function firstName(name: string): string {
  return name.trim().split(/\s+/)[0] ?? name;
}

/** "Luis F.": for places too narrow for a whole name that is told elsewhere. */
export function shortName(name: string): string {
  const words = name.trim().split(/\s+/);
  const last = words.length > 1 ? [...(words[words.length - 1] ?? "")][0] : undefined;
  return last ? `${words[0]} ${last.toUpperCase()}.` : name;
}

/** The path of a person-given file name is not ours to show. */
export function baseName(name: string): string {
  return name.split(/[\\/]/).pop() ?? name;
}
