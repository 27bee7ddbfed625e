import { Menu, shell, type MenuItemConstructorOptions } from 'electron';

/** Roles only: the system names and translates them, and the workbench has its own commands. */
export function setMenu(): void {
  const isMac = process.platform === 'darwin';
  const template: MenuItemConstructorOptions[] = [
    ...(isMac ? [{ role: 'appMenu' } as const] : []),
    { role: 'fileMenu' },
    { role: 'editMenu' },
    { role: 'viewMenu' },
    { role: 'windowMenu' },
    {
      role: 'help',
      submenu: [
        {
          label: 'Diagnostics in Go',
          click: () => void shell.openExternal('https://go.dev/doc/diagnostics'),
        },
      ],
    },
  ];
  Menu.setApplicationMenu(Menu.buildFromTemplate(template));
}
