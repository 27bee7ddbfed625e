// Notes as they are shown. They may come from somebody else's session, so nothing in them may run, load or send:
// markdown-it takes no HTML and no images, DOMPurify keeps the few tags that are left, and the page's policy forbids the rest.
import { tasklist } from '@mdit/plugin-tasklist';
import DOMPurify from 'dompurify';
import MarkdownIt from 'markdown-it';

const markdown = new MarkdownIt({ html: false, linkify: true, breaks: false })
  // An image would be a request to wherever it lies; its address is shown as a link.
  .disable('image')
  .use(tasklist, { disabled: true, label: false });
markdown.linkify.set({ fuzzyLink: false, fuzzyIP: false });

/** What can be followed. Everything else, `javascript:` above all, is text. */
const isLink = (url: string): boolean => /^(https?:\/\/|mailto:)/i.test(url.trim());
markdown.validateLink = isLink;

const purify = DOMPurify(window);
purify.addHook('afterSanitizeAttributes', (node) => {
  // A screen reader says which task it is that is done.
  if (node.tagName === 'INPUT') node.setAttribute('aria-label', node.parentElement?.textContent.trim() ?? '');
  if (node.tagName !== 'A') return;
  const href = node.getAttribute('href') ?? '';
  if (!isLink(href)) {
    node.removeAttribute('href');
    return;
  }
  // Where it really leads is seen before it is followed.
  node.setAttribute('title', href);
  node.setAttribute('target', '_blank');
  node.setAttribute('rel', 'noopener noreferrer');
});

const TAGS =
  'a blockquote br code del em h1 h2 h3 h4 h5 h6 hr input li ol p pre s strong table tbody td th thead tr ul'.split(
    ' ',
  );

/** HTML that is safe to be put into the page. */
export const renderMarkdown = (text: string): string =>
  purify.sanitize(markdown.render(text), {
    ALLOWED_TAGS: TAGS,
    ALLOWED_ATTR: ['href', 'class', 'type', 'checked', 'disabled', 'start'],
    ALLOW_DATA_ATTR: false,
    ALLOW_ARIA_ATTR: false,
  });
