"""Options that automations change: each is an entity that stands for its option.

There is one owner of each value, the config entry: an entity shows what is in force,
and whoever sets it has changed the option, at once and without stopping anything.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, override

from homeassistant.const import EntityCategory
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers.entity import EntityDescription

from .configuration.fields import Choice, Flag, Number, Time
from .configuration.options import SECTIONS
from .configuration.settings import settings_of
from .const import DOMAIN
from .controller import Controller, ThermostatConfigEntry, Watched
from .engine.rules.lockout import are_ordered
from .entity import ThermostatEntity

FIELDS: Final = {
    (part.key, each.key): each for part in SECTIONS for each in part.fields
}


@dataclass(frozen=True, slots=True)
class Adjustable:
    """An option as an entity: where it stands, and what setting it chooses as well."""

    key: str
    section: str
    option: str
    also: Mapping[str, Any] = field(default_factory=dict)
    is_seldom: bool = True
    """Whether few change it by hand."""


ADJUSTABLE: Final = (
    Adjustable(
        "aux_maximum_outdoor",
        "auxiliary",
        "maximum_outdoor",
        {"lock_out_auxiliary": True},
    ),
    Adjustable(
        "compressor_minimum_outdoor",
        "compressor",
        "minimum_outdoor",
        {"lock_out_heating": True},
    ),
    Adjustable("setback_heat", "schedule", "setback_heat"),
    Adjustable("setback_cool", "schedule", "setback_cool"),
    Adjustable("aux_heat_allowed", "auxiliary", "is_allowed", is_seldom=False),
    Adjustable("strategy", "auxiliary", "strategy"),
    Adjustable("cheap_hours", "foresight", "shifts_to_cheap_hours"),
    Adjustable("quiet_from", "compressor", "quiet_from"),
    Adjustable("quiet_until", "compressor", "quiet_until"),
)
"""In the order in which a device's page shows them."""


def adjustables[F: (Number, Flag, Choice, Time)](
    entry: ThermostatConfigEntry, kind: type[F]
) -> list[tuple[Adjustable, F]]:
    """Return the adjustable options of a kind that mean something for this machine."""
    machine = entry.runtime_data.settings.machine
    return [
        (option, found)
        for option in ADJUSTABLE
        if isinstance(found := FIELDS[option.section, option.option], kind)
        if found.applies(machine)
    ]


def _options_in_force(controller: Controller) -> object:
    """Return every option, as long as none of them changes."""
    return controller.options


class AdjustableEntity(ThermostatEntity):
    """An entity that stands for an option; hidden where few change it by hand."""

    def __init__(
        self,
        entry: ThermostatConfigEntry,
        option: Adjustable,
        describe: Callable[..., EntityDescription],
    ) -> None:
        """Stand for an option of a config entry."""
        super().__init__(
            entry,
            describe(
                key=option.key,
                entity_category=EntityCategory.CONFIG,
                entity_registry_visible_default=not option.is_seldom,
            ),
        )
        self._entry = entry
        self._option = option

    @property
    @override
    def view(self) -> object:
        """The option as it is in force."""
        return self.kept

    @property
    @override
    def watched(self) -> Watched:
        """All options."""
        return _options_in_force

    @property
    def kept(self) -> Any:
        """The option as it is in force, and as the config entry keeps it."""
        return self._controller.options[self._option.section].get(self._option.option)

    def keep(self, value: Any) -> None:
        """Choose a value; it acts at once.

        Raises:
            ServiceValidationError: Nothing could heat at some outdoor temperature.

        """
        section, options = self._option.section, self._entry.options
        chosen = {
            **options.get(section, {}),
            self._option.option: value,
            **self._option.also,
        }
        changed = {**options, section: chosen}
        if not are_ordered(settings_of(self._controller.settings.machine, changed)):
            raise ServiceValidationError(
                translation_domain=DOMAIN,
                translation_key="aux_limit_below_compressor_limit",
            )
        self.hass.config_entries.async_update_entry(self._entry, options=changed)
