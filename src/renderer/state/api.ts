import { inject, type InjectionKey, type Plugin } from 'vue';
import type { Client } from '../../contract/client';

const clientKey: InjectionKey<Client> = Symbol('client');

/** A Vue plugin, `app.use(provideClient(client))`: stores are made in the app's context, so that is where the client is. */
export const provideClient = (client: Client): Plugin => ({
  install(app) {
    app.provide(clientKey, client);
  },
});

/** In a component's or a store's setup. */
export function useClient(): Client {
  const client = inject(clientKey, null);
  if (client === null) throw new Error('useClient: no client was provided to this app');
  return client;
}
