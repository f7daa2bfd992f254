// Puts a card beside the dashboard, in a house in which time and all states stand still.
//
// Runs in the real frontend: its elements, fonts, themes and words are what a household
// sees. What the thermostat's entities tell is given by their keys; `less` are those that
// it has not, and `household` is how they are named and kept, and who looks at them.
async ({ entity, told, climate, mode, width, now, config, less = [], household = {} }) => {
  const ha = document.querySelector("home-assistant");
  const wait = (ms) => new Promise((done) => setTimeout(done, ms));
  while (!ha.hass || !customElements.get("heat-pump-thermostat-card")) await wait(100);
  const base = ha.hass;
  const states = { ...base.states };
  const entities = { ...base.entities };
  const device = entities[entity].device_id;
  const ours = (each) => each.platform === "heat_pump_thermostat" && each.device_id &&
    (each.device_id === device || base.devices[each.device_id]?.via_device_id === device);
  const put = (key, state, attributes) => {
    let known = Object.values(entities).find((each) => each.translation_key === key && ours(each));
    if (!known) {
      const entity_id = `binary_sensor.staged_${key}`;
      known = { ...entities[entity], entity_id, translation_key: key };
      entities[entity_id] = known;
    }
    const old = states[known.entity_id]?.attributes ?? {};
    states[known.entity_id] = {
      entity_id: known.entity_id, state, last_changed: new Date(now).toISOString(),
      attributes: { ...old, ...attributes },
    };
  };
  for (const [key, what] of Object.entries(told)) put(key, ...[what].flat());
  put("thermostat", mode, climate);
  for (const each of Object.values(entities).filter(ours)) {
    const { entity_id: id, translation_key: key } = each;
    if (less.includes(key) || /^terminal_/.test(key) && !(key in told)) {
      delete entities[id];
      delete states[id];
    } else if (id !== entity) {
      if (household.hides) entities[id] = { ...each, hidden: true };
      if (household.lost && states[id]) states[id] = { ...states[id], state: "unavailable" };
      if (household.renames && states[id]) {
        const renamed = id.replace(".", ".my_own_");
        entities[renamed] = { ...each, entity_id: renamed };
        states[renamed] = { ...states[id], entity_id: renamed };
        delete entities[id];
        delete states[id];
      }
    }
  }
  const hours = (n) => now + n * 3_600_000;
  const row = (n, room, temperature) => ({
    s: "heat", lu: hours(n) / 1000, a: { current_temperature: room, temperature } });
  const wave = Array.from({ length: 97 }, (_, i) =>
    row(i / 4 - 24, 20 + 0.4 * Math.sin(i / 3), i > 24 && i < 60 ? 21 : 20));
  const onOff = (...times) => times.map((n, i) => ({ s: i % 2 ? "off" : "on", lu: hours(n) / 1000 }));
  const find = (key) => Object.values(entities)
    .find((each) => each.translation_key === key && each.device_id && states[each.entity_id] &&
      (each.device_id === device || base.devices[each.device_id]?.via_device_id === device))?.entity_id;
  const past = {
    [entity]: wave,
    [find("outdoor_temperature")]: Array.from({ length: 25 }, (_, i) =>
      ({ s: String(-4 + 3 * Math.sin(i / 4)), lu: hours(i - 24) / 1000 })),
    [find("compressor")]: onOff(-24, -19, -17, -11, -9, -4, -2, -0.5),
    [find("aux_heat")]: onOff(-20, -19.6, -10, -9.5),
    [find("defrosting")]: onOff(-22, -21.9, -14, -13.9, -5, -4.9),
  };
  const outlook = {
    separation: 2, thermal_balance: -7, economic_balance: null,
    heat_prices: { heat_pump: 0.06, resistance: 0.16 },
    curve: Array.from({ length: 56 }, (_, i) =>
      ({ outdoor: i - 35, load: (20 - i + 35) * 0.22, capacity: 3 + i * 0.11, cop: 1.6 + i * 0.04 })),
    hours: Array.from({ length: 12 }, (_, i) =>
      ({ at: hours(i), outdoor: -3 - i / 3, price: 0.1 + 0.1 * Math.sin(i / 2) })),
    next: { at: hours(6), heat: 18, cool: 26 },
    rise: { begins: hours(2), arrival: hours(4), purpose: "store", heat: 21 },
  };
  const asked = [];
  const temperature = household.unit ?? base.config.unit_system.temperature;
  const hass = Object.assign(Object.create(base), base, {
    states, entities,
    user: { ...base.user, is_admin: household.isAdmin ?? true },
    config: { ...base.config, unit_system: { ...base.config.unit_system, temperature } },
    callWS: async () => household.knowsNothing ? Promise.reject(new Error("unknown")) : outlook,
    callService: async (...call) => void asked.push(call),
    connection: { subscribeMessage: async (tell) => (tell({ states: past }), () => {}) },
  });
  window.RealNow ??= Date.now;
  Date.now = () => now;
  const root = ha.shadowRoot ?? ha;
  root.querySelector("#stage")?.remove();
  const stage = document.createElement("div");
  stage.id = "stage";
  stage.style.cssText =
    `position:fixed;inset:0;z-index:9999;overflow:auto;background:var(--primary-background-color)`;
  const card = document.createElement("heat-pump-thermostat-card");
  card.style.cssText = `width:${width}px`;
  card.setConfig({ entity, ...config });
  card.hass = hass;
  stage.append(card);
  root.append(stage);
  await hass.loadBackendTranslation("selector", "heat_pump_thermostat");
  card.hass = Object.assign(Object.create(base), hass, { localize: ha.hass.localize });
  await document.fonts.ready;
  await wait(600);
  window.stage = { card, asked, ha };
};
