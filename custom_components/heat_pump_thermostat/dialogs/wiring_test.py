"""The test of one terminal, as somebody watches it in a dialog; and its steps."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, Final, override

from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant, callback
from homeassistant.data_entry_flow import FlowContext, FlowHandler, FlowResult
from homeassistant.util import dt as dt_util

from ..configuration.entry import data_of
from ..const import CONF_TERMINALS, DOMAIN
from ..controller import Controller, ThermostatConfigEntry
from ..engine.board import COMPRESSOR, Side, Terminal
from ..engine.decision import Decision
from ..engine.state import Tested
from ..engine.vocabulary import Finding, Problem, Reason
from ..quantity import Quantity
from .words import texts_of

STUCK: Final = "stuck"
"""What a relay is found to be that does not release after its test."""
NOT_LOADED: Final = "not_loaded"
NOT_WIRED: Final = "not_wired"
TEST_RUNNING: Final = "test_running"


class WatchedTest:
    """A terminal's test: begun by a dialog, and ended with it."""

    def __init__(self, hass: HomeAssistant, entry: ThermostatConfigEntry) -> None:
        """Watch the thermostat of a config entry."""
        self._hass = hass
        self._entry = entry
        self._terminal: Terminal | None = None
        self._names: dict[str, str] = {}
        self._is_ours = False
        """Whether a test was begun here whose end nobody has seen yet."""
        self._task: asyncio.Task[None] | None = None

    def refusal(self, terminal: Terminal | None = None) -> str | None:
        """Return why no test can begin now, or none of this terminal."""
        if self._controller is None:
            return NOT_LOADED
        if (
            terminal is not None
            and terminal not in data_of(self._entry)[CONF_TERMINALS]
        ):
            return NOT_WIRED
        is_busy = self._controller.decision.state.trial.testing is not None
        return TEST_RUNNING if is_busy else None

    @property
    def is_of_compressor(self) -> bool:
        """Whether a compressor stage is tested."""
        return self._terminal in COMPRESSOR

    @callback
    def begin(self, terminal: Terminal, side: Side) -> None:
        """Begin the test of a terminal; nothing may speak against it."""
        self._terminal, self._is_ours = terminal, True
        relay = data_of(self._entry)[CONF_TERMINALS][terminal]
        self._names = {"terminal": terminal.upper(), "relay": f"`{relay}`"}
        self._entry.runtime_data.async_test(terminal, side)

    @callback
    def end(self) -> None:
        """End the test if it still goes on: nobody is looking any more."""
        if self._controller is not None and self._is_ours:
            self._controller.async_end_test()

    async def async_progress(self) -> dict[str, Any] | None:
        """Return what to show while the test goes on; None once it is over."""
        texts = await self._async_texts()
        decision = self._decision
        if decision is None:
            self._is_ours = False
            return None
        if self._task is None or self._task.done():
            self._task = self._entry.async_create_background_task(
                self._hass, self._async_news(), f"{DOMAIN} test"
            )
        until = decision.next_change
        at = dt_util.as_local(until).strftime("%H:%M:%S") if until else "…"
        return {
            "progress_action": _phase(decision),
            "description_placeholders": {
                **self._names,
                "status": texts[decision.reason],
                "time": at,
            },
            "progress_task": self._task,
        }

    async def async_found(self) -> tuple[str, dict[str, str]]:
        """Return what was found, and what there is to tell about it.

        Where it cannot be told any more, that is why no test can begin now.
        """
        texts = await self._async_texts()
        controller = self._controller
        if controller is None:
            return NOT_LOADED, {}
        tested = controller.decision.state.trial.tested
        if tested is None or tested.terminal is not self._terminal:
            return Finding.STOPPED, self._names
        stuck = controller.decision.afflicted[Problem.RELAY_STUCK]
        found = STUCK if tested.terminal in stuck else tested.finding
        return found, {
            **self._names,
            "seconds": f"{tested.answered_in.total_seconds():.0f}",
            "because": texts[tested.because] if tested.because else "",
            "lift": self._shown_lift(tested),
        }

    @property
    def _controller(self) -> Controller | None:
        """The thermostat, while it is loaded."""
        is_loaded = self._entry.state is ConfigEntryState.LOADED
        return self._entry.runtime_data if is_loaded else None

    @property
    def _decision(self) -> Decision | None:
        """The last decision, while the terminal is tested or still lets go."""
        if self._controller is None or self._terminal is None:
            return None
        decision = self._controller.decision
        return decision if _goes_on(decision, self._terminal) else None

    async def _async_news(self) -> None:
        """Wait until there is something new to show."""
        before, is_new = self._news, asyncio.Event()

        @callback
        def look() -> None:
            if self._news != before:
                is_new.set()

        forget = self._entry.runtime_data.async_add_listener(look)
        try:
            await is_new.wait()
        finally:
            forget()

    @property
    def _news(self) -> tuple[Any, ...]:
        decision = self._decision
        if decision is None:
            return ()
        return _phase(decision), decision.reason, decision.next_change

    async def _async_texts(self) -> dict[Reason, str]:
        """Return what the status sensor calls each reason."""
        texts = await texts_of(self._hass, "entity")
        states = f"component.{DOMAIN}.entity.sensor.status.state"
        return {reason: texts.get(f"{states}.{reason}", reason) for reason in Reason}

    def _shown_lift(self, tested: Tested) -> str:
        """Return a measured lift in the household's unit."""
        if tested.lift is None:
            return ""
        unit = Quantity.DIFFERENCE.unit(self._hass.config.units)
        return f"{unit.shown(tested.lift):.1f} {unit.symbol}"


def _goes_on(decision: Decision, terminal: Terminal) -> bool:
    """Return whether the terminal is tested, or has not been let go of yet."""
    state = decision.state
    if state.trial.testing is not None:
        return state.trial.testing.terminal is terminal
    clings = state.wires.board.is_on(terminal) and not state.wires.goal.get(terminal)
    return clings and terminal not in decision.afflicted[Problem.RELAY_STUCK]


def _phase(decision: Decision) -> str:
    test = decision.state.trial.testing
    if test is None:
        return "releasing"
    return "waiting" if test.on_since is None else "running"


OBEYED: Final = frozenset(
    {Finding.ON, Finding.RIGHT_AIR, Finding.WRONG_AIR, Finding.SAME_AIR}
)
"""What is found where the relay did what it was told."""

type Step[Flow, Result = Any] = Callable[
    [Flow, dict[str, Any] | None], Awaitable[Result]
]
"""A step of a dialog."""


def _testing_step(terminal: Terminal) -> Step[WatchedTestFlow[Any, Any]]:
    """Return the step that tests a terminal."""

    async def step(
        flow: WatchedTestFlow[Any, Any], user_input: dict[str, Any] | None = None
    ) -> Any:
        return await flow.async_test(terminal, user_input)

    return step


class WatchedTestFlow[
    Context: FlowContext,
    Result: FlowResult[Any, Any],
](FlowHandler[Context, Result]):
    """The steps of a dialog that tests terminals; what is found it tells in its way."""

    _test: WatchedTest

    async_step_test_y1 = _testing_step(Terminal.Y1)
    async_step_test_y2 = _testing_step(Terminal.Y2)
    async_step_test_g = _testing_step(Terminal.G)
    async_step_test_o = _testing_step(Terminal.O)
    async_step_test_b = _testing_step(Terminal.B)
    async_step_test_w2 = _testing_step(Terminal.W2)
    async_step_test_e = _testing_step(Terminal.E)
    async_step_test_w1 = _testing_step(Terminal.W1)

    async def async_test(
        self, terminal: Terminal, user_input: dict[str, Any] | None
    ) -> Result:
        """Test a terminal, unless something speaks against it."""
        if refusal := self._test.refusal(terminal):
            return self.async_abort(reason=refusal)
        return await self.async_prepare(terminal, user_input)

    async def async_prepare(
        self, terminal: Terminal, user_input: dict[str, Any] | None
    ) -> Result:
        """Begin the test of a terminal, once all is known that it takes."""
        raise NotImplementedError

    async def async_begin(self, terminal: Terminal, side: Side) -> Result:
        """Begin the test of a terminal, on a side of the machine."""
        self._test.begin(terminal, side)
        return await self.async_step_run()

    async def async_step_run(self, _user_input: dict[str, Any] | None = None) -> Result:
        """Tell how the test goes on, until it is over."""
        shown = await self._test.async_progress()
        if shown is None:
            return self.async_show_progress_done(next_step_id="outcome")
        return self.async_show_progress(step_id="run", **shown)

    @callback
    @override
    def async_remove(self) -> None:
        """End the test with the dialog."""
        self._test.end()
