// A function's name without its package's path, a Java method without its package and a C++ one without its namespace
// (internal/graph: ShortenFunctionName). Names are a stranger's: nothing here takes more than linear time.

/** `github.com/x/y/v2/z.(*T).Run` becomes `z.(*T).Run`. */
export function shortName(name: string): string {
  const bare = withoutVersion(name.replace(/^\(anonymous namespace\)::/, ''));
  return withoutPath(bare) ?? JAVA.exec(bare)?.[1] ?? CPP.exec(bare)?.[1] ?? bare;
}

const JAVA = /^(?:[a-z]\w*\.)*([A-Z][\w$]*\.(?:<init>|[a-z][\w$]*(?:\$\d+)?))(?:\(|$)/;
const CPP = /^(?:[_a-zA-Z]\w*::)+(_*[A-Z]\w*::~?[_a-zA-Z]\w*(?:<.*>)?)/;

/** A module's version in the path, the first one. */
function withoutVersion(name: string): string {
  // What follows has to be one line, to the end.
  return name.includes('\n') ? name : name.replace(/^(.*?)\/v(?:[2-9]|[1-9][0-9]+)([./].*)$/, '$1$2');
}

/** What stands behind the last slash of a path: as `^(?:[\w\-.]+\/)+([^.]+\..+)` finds it; null where that finds none. */
function withoutPath(name: string): string | null {
  const slashes: number[] = [];
  for (let i = 0; i < name.length; i++) {
    const isSegment = /[\w\-.]/.test(name[i]!);
    if (isSegment) continue;
    if (name[i] !== '/' || i === (slashes.at(-1) ?? -1) + 1) break;
    slashes.push(i);
  }
  let dot = name.length;
  let from = name.length;
  for (const slash of slashes.reverse()) {
    for (let i = from - 1; i > slash; i--) if (name[i] === '.') dot = i;
    from = slash + 1;
    const isFound = dot > slash + 1 && dot + 1 < name.length && name[dot + 1] !== '\n';
    if (!isFound) continue;
    const end = name.indexOf('\n', dot);
    return name.slice(slash + 1, end < 0 ? undefined : end);
  }
  return null;
}
