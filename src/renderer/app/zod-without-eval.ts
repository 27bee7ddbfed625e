// Imported first by every entry: a schema looks at this when it is made. The page's security policy forbids eval,
// and even zod's silent try of it would be reported as a violation.
import { z } from 'zod';

z.config({ jitless: true });
