"""The words in which a form tells why it refuses something, and what is missing."""

from collections.abc import Mapping, Sequence
from typing import Final

from homeassistant.core import HomeAssistant
from homeassistant.helpers.translation import async_get_translations

from ..configuration.fields import OutOfRangeError
from ..configuration.roles import Refusal, Role
from ..const import DOMAIN

COULD_SEE: Final = f"component.{DOMAIN}.selector.could_see.options."
SENSOR: Final = f"component.{DOMAIN}.entity.sensor."
NO_RANGE: Final[Mapping[str, str]] = {"field": "", "low": "", "high": ""}
NO_REFUSAL: Final[Mapping[str, str]] = dict.fromkeys(
    ("field", "entity", "role", "owner", "unit"), ""
)


def errors_of(refused: Sequence[Refusal]) -> dict[str, str]:
    """Return what a form says at the fields of entities that cannot have their role."""
    return {refusal.role.key: refusal.why for refusal in refused}


async def range_facts(
    hass: HomeAssistant, step: str, error: OutOfRangeError
) -> dict[str, str]:
    """Return what to tell about a number out of its range: the field's own label."""
    label = await _label(hass, step, error.key)
    return {"field": label, "low": error.low, "high": error.high}


async def refusal_facts(
    hass: HomeAssistant, refusals: Sequence[Refusal]
) -> dict[str, str]:
    """Return what to tell about the first entity that cannot have its role."""
    if not refusals:
        return dict(NO_REFUSAL)
    first = refusals[0]
    taken = first.taken_by
    return {
        "field": await _label(hass, first.role.form, first.role.key),
        "entity": f"`{first.role.entity}`",
        "role": await _role_name(hass, taken) if taken else "",
        "owner": taken.thermostat if taken else "",
        "unit": first.unit,
    }


async def _role_name(hass: HomeAssistant, role: Role) -> str:
    """Return what a role is called, and whose it is where that is another's."""
    label = await _label(hass, role.form, role.key)
    return f"{role.thermostat}: {label}" if role.thermostat else label


async def hint(hass: HomeAssistant, offers: Mapping[str, Sequence[str]]) -> str:
    """Return what could be seen with what, by sensors' keys; nothing of none."""
    if not offers:
        return ""
    words, labels = await texts_of(hass, "selector"), await texts_of(hass, "entity")
    lines = [
        "- "
        + words[f"{COULD_SEE}{offer}"].format(
            names=", ".join(labels[f"{SENSOR}{key}.name"] for key in keys)
        )
        for offer, keys in offers.items()
    ]
    return "\n".join(["", "", words[f"{COULD_SEE}intro"], "", *lines])


async def texts_of(hass: HomeAssistant, category: str) -> Mapping[str, str]:
    """Return our texts of a category, in the language of the house."""
    return await async_get_translations(hass, hass.config.language, category, [DOMAIN])


async def _label(hass: HomeAssistant, form: str, key: str) -> str:
    labels = await texts_of(hass, form.split(".", maxsplit=1)[0])
    return labels.get(f"component.{DOMAIN}.{form}.data.{key}", key)
