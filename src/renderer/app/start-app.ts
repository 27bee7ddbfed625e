import { createPinia } from 'pinia';
import { createApp } from 'vue';
import { createClient } from '../../contract/client';
import type { Transport } from '../../contract/transport';
import { provideClient } from '../state/api';
import { provideFigures } from '../state/figures';
import '../ui/tokens.css';
import '../ui/base.css';
import { figures } from './figures';
import { createTexts } from './i18n';
import { createRoutes } from './router';
import { showLastTheme } from './theme';
import Workbench from './Workbench.vue';

/** Mounts the workbench at `#app`, over whatever moves its calls. The only thing that a host's entry has to call. */
export function startApp(transport: Transport): void {
  showLastTheme();
  createApp(Workbench)
    .use(provideClient(createClient(transport)))
    .use(createPinia())
    .use(createTexts())
    .use(provideFigures(figures))
    .use(createRoutes())
    .mount('#app');
}
