import { shell, type Session, type WebContents } from 'electron';
import { isAllowedLink } from './external-links';
import { ORIGIN } from './origin';

/** A page of ours stays where it is, opens nothing, and is permitted nothing. */
export function lockDownContents(contents: WebContents): void {
  const refuse = (event: { preventDefault(): void }): void => event.preventDefault();
  contents.on('will-navigate', refuse);
  contents.on('will-redirect', refuse);
  contents.on('will-frame-navigate', refuse);
  contents.on('will-attach-webview', refuse);
  contents.setWindowOpenHandler(({ url }) => {
    if (isAllowedLink(url)) void shell.openExternal(url);
    return { action: 'deny' };
  });
}

export function lockDownSession(session: Session): void {
  // Copying from tables is the one thing that the workbench asks for.
  const isAllowed = (permission: string): boolean => permission === 'clipboard-sanitized-write';
  session.setPermissionRequestHandler((_contents, permission, answer) => answer(isAllowed(permission)));
  session.setPermissionCheckHandler((_contents, permission) => isAllowed(permission));
  session.on('will-download', (event, item) => {
    // What a view has made itself goes where the user says; nothing comes from elsewhere.
    if (!item.getURL().startsWith(`blob:${ORIGIN}/`)) event.preventDefault();
  });
}
