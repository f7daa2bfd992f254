/** Makes elements known to the browser and to the frontend's pickers, once. */

interface Window {
  customCards?: Offer[];
  customBadges?: Offer[];
  customCardFeatures?: Offer[];
  customStrategies?: Offer[];
}

export interface Offer {
  type: string;
  [key: string]: unknown;
}

// A page may run this before its own code, which then replaces the registry of elements
// and would forget ours: `home-assistant` is the first one that it defines.
const isEarly =
  document.querySelector("home-assistant") && !customElements.get("home-assistant");
const ready = isEarly ? customElements.whenDefined("home-assistant") : undefined;

function put(tag: string, element: CustomElementConstructor): void {
  const registry = window.customElements;
  if (!registry.get(tag)) registry.define(tag, element);
}

/** Define an element, or what is looked up as one, once the page is ready for it. */
export function define(tag: string, what: new () => object): void {
  const element = what as CustomElementConstructor;
  if (ready) void ready.then(() => put(tag, element));
  else put(tag, element);
}

/** Offer something in a picker. */
export function offer(list: keyof Window, what: Offer): void {
  const offers = ((window as Window)[list] ??= []);
  if (!offers.some(({ type }) => type === what.type)) offers.push(what);
}
