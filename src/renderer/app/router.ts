import { createRouter, createWebHashHistory, type Router } from 'vue-router';
import HomePage from './HomePage.vue';
import { keepPlace } from './last-place';
import { isTab, TABS } from './tabs';

/** With the charts and all views: the first page does not wait for them. */
const sessionPage = () => import('./SessionPage.vue');

/** Session and tab are in the address: going back, reloading and sending a link all work. */
export function createRoutes(): Router {
  const router = createRouter({
    history: createWebHashHistory(),
    routes: [
      { path: '/', name: 'home', component: HomePage },
      {
        path: `/session/:session/:tab(${TABS.join('|')})?`,
        name: 'session',
        component: sessionPage,
        props: ({ params }) => ({
          session: String(params['session']),
          tab: isTab(params['tab']) ? params['tab'] : 'findings',
        }),
      },
      { path: '/:rest(.*)*', redirect: { name: 'home' } },
    ],
  });
  router.afterEach(({ name, params }) => {
    if (name !== 'session') return;
    keepPlace(window.localStorage, {
      session: String(params['session']),
      tab: isTab(params['tab']) ? params['tab'] : 'findings',
    });
  });
  // Most often it is what comes next, once the sessions are known.
  void router.isReady().then(() => requestIdleCallback(() => void sessionPage()));
  return router;
}
