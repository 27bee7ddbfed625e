import { z } from 'zod';

export const sampleTypeSchema = z.object({ type: z.string(), unit: z.string() });
