import { extname } from 'node:path';
import type { GraphReport } from '../../contract/analysis';
import { LIGHT_THEME } from '../../core/layout/graph-colours';
import { MOST_BOXES, MOST_CALLS } from '../../core/layout/graph-layout';
import { graphSvg } from '../../core/layout/graph-svg';
import { callGraph } from '../../core/pprof/graph/call-graph';
import { graphPicture, type GraphPicture } from '../../core/pprof/graph/picture';
import { openReport, type ReportContext } from '../../core/pprof/report/context';
import { reportText, trimOf } from '../../core/pprof/report/report';
import { expectAnswer } from '../../main/analysis/expect-answer';
import { layOutGraph } from '../../main/analysis/lay-out-graph';
import { formatFullTime, formatTime } from '../../main/format-time';
import { CommandError } from '../command-error';
import type { ReportCommandOptions } from '../options';
import { warn } from '../print';
import { writeJson, writeReport } from '../write-out';
import { optionsOf, readProfiles, warnOfIdle } from '../report-input';

const ENDINGS = ['.dot', '.svg', '.json'] as const;

/** The graph of a profile, of the sum of several, or of what remains when a base is subtracted; as the output ends. */
export async function graph(files: readonly string[], given: ReportCommandOptions): Promise<void> {
  const { output, json } = given;
  const ending = json === true ? '.json' : !output ? '.dot' : extname(output).toLowerCase();
  const form = ENDINGS.find((one) => one === ending);
  if (form === undefined) {
    throw new CommandError('bad-request', `A graph is written as ${ENDINGS.join(', ')}, not as “${ending}”.`);
  }
  const options = optionsOf(given);
  const profile = await readProfiles(files, given);
  const context = expectAnswer(openReport(profile, options));
  warnOfIdle(context.idle);
  const isDifference = given.base !== undefined || given.diff_base !== undefined;
  const picture = (): GraphPicture =>
    graphPicture(context, callGraph(context, trimOf('dot', options)), { isDifference, mostCalls: Infinity });
  const write = (text: string): Promise<void> => writeReport(text, output);
  if (form === '.json') return writeJson('graph', reportOf(context, picture()), output);
  if (form === '.svg') return write(await svgOf(picture()));
  const times = { short: formatTime, full: formatFullTime };
  return write(expectAnswer(reportText(profile, { report: 'dot', options, times })).text);
}

async function svgOf(picture: GraphPicture): Promise<string> {
  if (picture.boxes.length > MOST_BOXES) {
    throw new CommandError(
      'bad-request',
      `A picture of ${picture.boxes.length} functions is too large.`,
      `Give -nodecount, ${MOST_BOXES} at most.`,
    );
  }
  const left = picture.calls.length - MOST_CALLS;
  if (left > 0) warn(`${left} of the lightest calls are left out of the picture.`);
  const placed = await layOutGraph({ ...picture, calls: picture.calls.slice(0, MOST_CALLS) });
  const { boxes, calls } = placed;
  const name = (box: number): string => boxes[box]?.function ?? '';
  return graphSvg(placed, LIGHT_THEME, {
    of: 'of',
    inline: '(inline)',
    box: (box) => `${name(box)} (${boxes[box]?.cumText ?? ''})`,
    call: (call) => {
      const { from, to, text, isResidual } = calls[call]!;
      return `${name(from)} ${isResidual ? '...' : '->'} ${name(to)} (${text})`;
    },
  });
}

function reportOf({ sampleType, unit }: ReportContext, picture: GraphPicture): GraphReport {
  return {
    formatVersion: 1,
    sampleType,
    unit,
    total: picture.total,
    dropped: picture.dropped,
    droppedCalls: picture.droppedCalls,
    nodes: picture.boxes.map(({ function: name, file, line, flat, cum }) => ({
      function: name,
      file,
      line,
      flat,
      cum,
    })),
    calls: picture.calls.map(({ from, to, value, isInline, isResidual }) => ({
      from,
      to,
      value,
      inline: isInline,
      residual: isResidual,
    })),
  };
}
