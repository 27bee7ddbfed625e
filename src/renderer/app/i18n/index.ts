import { createI18n } from 'vue-i18n';
import { en } from './en';
import { zhCN } from './zh-CN';

type English = typeof en;
declare module '../../state/text' {
  // eslint-disable-next-line @typescript-eslint/no-empty-object-type -- the one member list is the catalogue's
  interface Catalogue extends English {}
}

/** A text that is not there shows as its key; that a key is missing is found by the compiler. */
export const createTexts = () =>
  createI18n({
    legacy: false,
    locale: 'en',
    fallbackLocale: 'en',
    messages: { en, 'zh-CN': zhCN },
  });
