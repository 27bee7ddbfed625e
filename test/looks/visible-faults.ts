// What a program can see of a page that looks wrong: words cut where nothing says so, labels cut at all, things that lie
// outside of the window.
import type { Page } from 'playwright-core';

/** `fault: where: words` of each. */
export function visibleFaults(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const faults: string[] = [];
    const where = (element: Element): string => {
      const named = element.className !== '' && typeof element.className === 'string';
      const own = `${element.tagName.toLowerCase()}${named ? `.${element.className.split(/\s+/).join('.')}` : ''}`;
      return `${own}: ${(element.textContent ?? '').replace(/\s+/g, ' ').trim().slice(0, 60)}`;
    };
    const isSeen = (element: Element): boolean => {
      const box = element.getBoundingClientRect();
      return box.width > 2 && box.height > 2 && getComputedStyle(element).visibility === 'visible';
    };
    const hasWords = (element: Element): boolean =>
      [...element.childNodes].some(
        (node) => node.nodeType === Node.TEXT_NODE && (node.nodeValue ?? '').trim() !== '',
      );
    // What stands in a list or a picture may be longer than its place; what one acts on or reads a column by may not.
    const isLabel = (element: Element): boolean =>
      element.closest(
        'button, [role=button], [role=tab], [role=radio], [role=columnheader], th, label, dt',
      ) !== null &&
      element.closest('[role=grid] [role=gridcell], nav, [role=option], [data-may-cut]') === null;

    const page = document.documentElement;
    if (page.scrollWidth > innerWidth)
      faults.push(`the page is ${page.scrollWidth - innerWidth} px too wide`);
    for (const element of document.querySelectorAll('body *')) {
      if (!hasWords(element) || !isSeen(element)) continue;
      const style = getComputedStyle(element);
      const hides = style.overflowX === 'hidden' || style.overflowX === 'clip';
      const isCut = hides && element.scrollWidth > element.clientWidth + 1;
      if (isCut && (style.textOverflow !== 'ellipsis' || isLabel(element)))
        faults.push(`cut: ${where(element)}`);
      const hidesBelow = style.overflowY === 'hidden' || style.overflowY === 'clip';
      if (hidesBelow && style.webkitLineClamp === 'none' && element.scrollHeight > element.clientHeight + 3)
        faults.push(`cut below: ${where(element)}`);
    }
    for (const element of document.querySelectorAll(
      '[role=dialog], [role=menu], [role=listbox], main, footer, nav',
    )) {
      const box = element.getBoundingClientRect();
      if (
        isSeen(element) &&
        (box.left < -1 || box.top < -1 || box.right > innerWidth + 1 || box.bottom > innerHeight + 1)
      )
        faults.push(`outside of the window: ${where(element)}`);
    }
    for (const bar of document.querySelectorAll('main > header, .toolbar, main :has(> [role=tablist])')) {
      // What has no room in a bar lies over what stands beside it.
      for (const element of [bar, ...bar.children]) {
        const shows = isSeen(element) && getComputedStyle(element).overflowX === 'visible';
        // What flows in a line has no width of its own.
        if (shows && element.clientWidth > 0 && element.scrollWidth > element.clientWidth + 1)
          faults.push(`runs over: ${where(element)}`);
      }
      for (const control of bar.querySelectorAll('button, input')) {
        const { left, right } = control.getBoundingClientRect();
        if (isSeen(control) && (left < -1 || right > innerWidth + 1))
          faults.push(`out of reach: ${where(control)}`);
      }
    }
    return [...new Set(faults)];
  });
}
