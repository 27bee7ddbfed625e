import { run } from './program';

/** A reader that has gone (`| head`) is the end of a command; anything else that stdout refuses is a failure. */
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit();
  process.stderr.write(`plumbline: the output could not be written (${error.code ?? error.message}).\n`);
  process.exit(1);
});

process.exitCode = await run(process.argv.slice(2));
