// For tools that cannot look into a .vue file (ESLint's types); vue-tsc reads the file itself and never comes here.
declare module '*.vue' {
  import type { DefineComponent } from 'vue';
  const component: DefineComponent<object, object, unknown>;
  export default component;
}
