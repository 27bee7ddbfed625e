import type { TextTest } from '../../base/linear-regexp';
import { at, type Profile } from '../profile';

/** What an expression on names matches in a profile: each string is looked at once. */
export class NameTests {
  private readonly known: Int8Array;

  constructor(
    private readonly profile: Profile,
    private readonly matches: TextTest,
  ) {
    this.known = new Int8Array(profile.strings.length).fill(-1);
  }

  string(row: number): boolean {
    let answer = this.known[row]!;
    if (answer < 0) this.known[row] = answer = this.matches(at(this.profile.strings, row)) ? 1 : 0;
    return answer === 1;
  }

  /** By the function's name or its file. */
  line(line: number): boolean {
    const { functions, lines } = this.profile;
    const row = at(lines.function, line);
    return this.string(at(functions.name, row)) || this.string(at(functions.filename, row));
  }

  /** By the binary that the location lies in. */
  binary(location: number): boolean {
    const { locations, mappings } = this.profile;
    const mapping = at(locations.mapping, location);
    return mapping >= 0 && this.string(at(mappings.filename, mapping));
  }

  location(location: number): boolean {
    const { lineStart } = this.profile.locations;
    for (let line = at(lineStart, location); line < at(lineStart, location + 1); line++) {
      if (this.line(line)) return true;
    }
    return this.binary(location);
  }
}
