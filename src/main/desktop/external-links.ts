/** Sites that the workbench links to. Anything else is never handed to the system's browser. */
export const LINK_HOSTS = ['go.dev', 'pkg.go.dev', 'github.com'];

export function isAllowedLink(link: string): boolean {
  if (!URL.canParse(link)) return false;
  const url = new URL(link);
  return (
    url.protocol === 'https:' &&
    LINK_HOSTS.includes(url.hostname) &&
    url.port === '' &&
    url.username === '' &&
    url.password === ''
  );
}
