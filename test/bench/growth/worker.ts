// One thread of the benchmark: a session per call.
export { runSession as default } from './run-session';
