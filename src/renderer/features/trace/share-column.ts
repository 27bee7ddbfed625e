import type { Translate } from '../../state/text';
import { formatShareOf } from '../../ui/format';
import type { Column } from '../../ui/table-rows';

/** What part of all a row has. Copied as a fraction; 0 where there is nothing. */
export const shareColumn = <Row>(t: Translate, valueOf: (row: Row) => number, all: number): Column<Row> => ({
  key: 'share',
  label: t('goroutines.column.share'),
  width: '64px',
  align: 'right',
  text: (row) => formatShareOf(valueOf(row), all),
  copy: (row) => String(all === 0 ? 0 : valueOf(row) / all),
  sortBy: valueOf,
});
