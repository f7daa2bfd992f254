/** The part of the frontend's `hass` that is used here. */

export const DOMAIN = "heat_pump_thermostat";

export interface State {
  entity_id: string;
  state: string;
  attributes: Record<string, any>;
  last_changed: string;
}

export interface Entity {
  entity_id: string;
  device_id?: string;
  platform?: string;
  translation_key?: string;
  hidden?: boolean;
}

export interface Device {
  id: string;
  name?: string;
  name_by_user?: string;
  via_device_id?: string | null;
}

export interface Locale {
  language: string;
  number_format?: string;
  time_format?: string;
  time_zone?: string;
}

export interface Connection {
  subscribeMessage<T>(
    tell: (message: T) => void,
    message: Record<string, unknown>,
  ): Promise<() => void>;
}

export interface Hass {
  states: Record<string, State | undefined>;
  entities: Record<string, Entity | undefined>;
  devices: Record<string, Device | undefined>;
  config: { unit_system: { temperature: string }; currency?: string; time_zone?: string };
  locale: Locale;
  user?: { is_admin: boolean };
  connection: Connection;
  localize(key: string, values?: Record<string, unknown>): string;
  formatEntityState(state: State, value?: string): string;
  formatEntityAttributeValue(state: State, attribute: string, value?: unknown): string;
  callService(
    domain: string,
    service: string,
    data?: Record<string, unknown>,
    target?: { entity_id: string },
    notifyOnError?: boolean,
  ): Promise<unknown>;
  callWS<T>(message: Record<string, unknown>): Promise<T>;
  loadBackendTranslation(category: string, domain: string): Promise<unknown>;
}
